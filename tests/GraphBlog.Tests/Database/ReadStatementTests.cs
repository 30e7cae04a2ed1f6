using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using static GraphBlog.Tests.Fixtures.ServedBlog;

namespace GraphBlog.Tests.Database;

/// <summary>Statements that EF translates and we read give what EF itself would have read, whatever columns are asked for.</summary>
public sealed class ReadStatementTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static readonly Random s_random = new(20261124);

    [Fact]
    public async Task Posts_and_their_people_in_two_hundred_selections()
    {
        await ChangeAsync();
        await CompareAsync<Post>(
            blog => blog.Posts.OrderBy(post => post.Id), [nameof(Post.Author), nameof(Post.CreatedBy), nameof(Post.UpdatedBy)]);
    }

    [Fact]
    public async Task Entries_with_and_without_a_user_in_two_hundred_selections()
    {
        await ChangeAsync();
        await db.OwnerScalarAsync("begin; select set_config('app.current_org_id', '1', true); set local role gb_owner; update blog.posts_all set title = 'By nobody'; commit");
        await CompareAsync<AuditEntry>(blog => blog.AuditLog.OrderBy(entry => entry.Id), [nameof(AuditEntry.ChangedBy)]);
    }

    private async Task ChangeAsync()
    {
        await using var blog = new ServedBlog(db.App);
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Before");
        await db.AddPostAsync(Ada.OrgId, TestDatabase.Grace, "Other");
        await blog.AsAsync(TenantContext.ForRequest(TestDatabase.Acme, TestDatabase.Grace, Role.Admin, null), served => WritingTests.RetitleAsync(served, id, 1, "After"));
    }

    private async Task CompareAsync<T>(Expression<Func<BlogDbContext, IQueryable<T>>> rows, string[] people) where T : class
    {
        await using var blog = new ServedBlog(db.App);
        var plain = 0;
        for (var i = 0; i < 200; i++)
        {
            await blog.AsAsync(Ada, async served =>
            {
                var selector = Selector<T>(served, people);
                var statement = new ReadStatement<BlogDbContext, T>(served, rows, selector);
                var ours = await statement.ReadAsync(served, [], null, default);
                plain += statement.Statement is null ? 0 : 1;
                var theirs = await rows.Compile()(served).Select(selector).ToListAsync();
                Assert.NotEmpty(theirs);
                Assert.Equal(JsonSerializer.Serialize(theirs), JsonSerializer.Serialize(ours));
                return 0;
            });
        }

        Assert.True(plain > 150, $"Only {plain} of 200 were read by us, so little is proved.");
    }

    /// <summary>Some of the columns, in any order, and of each person none or some.</summary>
    private static Expression<Func<T, T>> Selector<T>(BlogDbContext served, string[] people)
    {
        var x = Expression.Parameter(typeof(T), "x");
        return Expression.Lambda<Func<T, T>>(New(served, x, [.. people.Where(_ => s_random.Next(3) > 0)]), x);
    }

    private static MemberInitExpression New(BlogDbContext served, Expression source, string[] people)
    {
        var columns = served.Model.FindEntityType(source.Type)!.GetProperties().Select(property => property.PropertyInfo!).ToArray();
        s_random.Shuffle(columns);
        var chosen = columns.Take(s_random.Next(1, columns.Length + 1)).Select(column => Expression.Bind(column, Expression.Property(source, column)));
        var joined = people.Select(person => source.Type.GetProperty(person)!).Select(person =>
        {
            var value = Expression.Property(source, person);
            var made = New(served, value, []);
            var isNullable = new NullabilityInfoContext().Create(person).ReadState == NullabilityState.Nullable;
            return Expression.Bind(person, !isNullable ? made : Expression.Condition(
                Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Constant(null, value.Type), made));
        });
        return Expression.MemberInit(Expression.New(source.Type), joined.Concat(chosen));
    }
}

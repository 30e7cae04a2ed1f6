using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Comments;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using static GraphBlog.Tests.Fixtures.ServedBlog;

namespace GraphBlog.Tests.Records;

/// <summary>What one description of a record gives to every kind, whether the schema shows it or not.</summary>
public sealed class RecordTypeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Every_table_whose_changes_are_logged_is_described_once_by_the_name_that_the_log_has_for_it()
    {
        var logged = (string[])(await server.Database.OwnerScalarAsync(
            """
            select array_agg(regexp_replace(c.relname, '_all$', '')) from pg_trigger g join pg_class c on c.oid = g.tgrelid
             where g.tgname = 'z_audit'
            """))!;
        Assert.Equal(logged.Order(StringComparer.Ordinal), RecordTypes.All.Select(type => type.Name));
    }

    [Fact]
    public async Task A_comment_has_revisions_differences_and_replays_as_a_post_has()
    {
        var comment = await server.CommentAsync(await server.PublishAsync("Described"), "One", TestServer.Linus);
        await server.DoAsync("updateComment", new { id = comment.Id(), expectedVersion = 1, body = "Two" }, TestServer.Grace);
        await server.DoAsync("deleteComment", new { id = comment.Id(), expectedVersion = 2 });
        var id = comment.Key();
        await using var blog = new ServedBlog(server.Database.App);

        var first = await blog.AsAsync(Ada, served => new RevisionLoader<Comment>(served).LoadAsync(id, 1, null).GetResultAsync());
        Assert.NotNull(first);
        Assert.Equal(("One", TestDatabase.Linus, 1), (first.Row<Comment>().Body, first.Row<Comment>().AuthorId, first.Version));
        var changes = await blog.AsAsync(
            Ada, served => new DiffLoader<Comment>(served).LoadAsync(new Comment { Id = id, Version = 3 }, 1, 2).GetResultAsync());
        var change = Assert.Single(changes);
        Assert.Equal(("body", "One", "Two"), (change.Field, change.Before?.GetString(), change.After?.GetString()));
        var second = await blog.AsAsync(Ada, served => served.AtVersion<Comment, Comment>(id, 2).Include(one => one.Author).SingleAsync());
        Assert.Equal(("Two", "linus", TestDatabase.Grace, 2), (second.Body, second.Author.Handle, second.UpdatedById, second.Version));
        Assert.Empty(await blog.AsAsync(Ada, served => served.AtVersion<Comment, Comment>(id, 3).ToListAsync()));
    }
}

using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>The time of a change is the clock's, unless the owner moves it back for a transaction.</summary>
public sealed class ClockTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Past = "select set_config('app.clock', '2001-02-03 04:05:06Z', true)";
    private const string Open = """
        create or replace function app.clock() returns timestamptz language sql
          return coalesce(nullif(current_setting('app.clock', true), '')::timestamptz, clock_timestamp());
        """;

    [Fact]
    public async Task The_serving_role_cannot_move_the_clock() => await db.StopsAsync(
        async session =>
        {
            await session.ExecuteAsync(Past);
            return await session.ScalarAsync($"""
                insert into blog.posts_all (org_id, slug, title, body, author_id) values ({Acme}, 'backdated', 'Backdated', 'Text', {Ada})
                returning created_at < '2002-01-01'
                """) is true;
        },
        without: Open,
        lint: "changed since `migrate` sealed it: function app.clock(), was: ");

    [Fact]
    public async Task Doctor_sees_a_clock_that_the_serving_role_can_move()
    {
        await using (var intact = await db.EnterAsync(Acme, Ada))
        {
            Assert.Equal(true, await intact.ScalarAsync($"select held from app.attack_clock({Acme})"));
        }

        await using var broken = await db.EnterAsAsync("gb_app", null, null, Open);
        Assert.Equal(false, await broken.ScalarAsync($"select held from app.attack_clock({Acme})"));
    }

    [Theory]
    [InlineData("2001-02-03 04:05:06Z", "2001-02-03 04:05:06Z")]
    [InlineData("2999-01-01Z", null)]
    [InlineData("", null)]
    public async Task The_owner_writes_at_an_earlier_moment_but_never_at_a_later_one(string named, string? written)
    {
        await using var owner = await db.EnterAsAsync("gb_owner", Acme, Ada);
        await owner.ExecuteAsync($"select set_config('app.clock', '{named}', true)");
        var expected = written is null ? "between now() and clock_timestamp()" : $"= '{written}'";
        Assert.Equal(true, await owner.ScalarAsync($"""
            insert into blog.posts_all (org_id, slug, title, body, author_id) values ({Acme}, 'old-{named.Length}', 'Old', 'Text', {Ada})
            returning created_at {expected} and updated_at = created_at
            """));
        Assert.Equal(true, await owner.ScalarAsync("select changed_at " + expected + " from audit.audit_log where table_name = 'posts' order by id desc limit 1"));
    }

    [Fact]
    public async Task Versions_follow_one_another_also_when_the_owner_names_moments_in_another_order()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Today");
        await using var owner = await db.EnterAsAsync("gb_owner", Acme, Ada);
        await owner.ExecuteAsync(Past);
        Assert.Equal(true, await owner.ScalarAsync($"update blog.posts_all set title = 'Earlier?' where id = {post} returning updated_at > created_at"));
    }

    [Fact]
    public async Task The_moment_ends_with_its_transaction()
    {
        await db.OwnerScalarAsync(Past);
        Assert.Equal(true, await db.OwnerScalarAsync("select app.clock() >= now()"));
    }
}

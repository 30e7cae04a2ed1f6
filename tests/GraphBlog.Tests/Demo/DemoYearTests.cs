using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Demo;

/// <summary>The demo looks like a year of work: histories, the trash and the log lie in the past, where they would.</summary>
public sealed class DemoYearTests(SeededDatabase db) : IClassFixture<SeededDatabase>
{
    [Fact]
    public async Task Doctor_finds_nothing_wrong_with_it()
        => Assert.Empty((await TestDatabase.At(db.Owner, db.App).ExamineAsync()).SelectMany(finding => finding.Problems));

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task Posts_and_their_versions_lie_spread_over_the_past_year(string organisation)
    {
        Assert.Equal(0L, await OneAsync(organisation, """
            select count(*) from blog.posts where (published_at is null) <> (status = 'DRAFT')
               or published_at not between created_at and now() - interval '5 days' or created_at < now() - interval '366 days'
            """));
        Assert.True((long)(await OneAsync(organisation, "select count(distinct date_trunc('month', published_at)) from blog.posts"))! >= 9);
        Assert.True((long)(await OneAsync(organisation, "select count(distinct date_trunc('month', changed_at)) from audit.audit_log"))! >= 12);
        Assert.Equal(
            await db.AskAppAsync(organisation, "select id from blog.posts_all order by id"),
            await db.AskAppAsync(organisation, "select id from blog.posts_all order by created_at"));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task Between_two_versions_there_is_time_and_none_lies_in_the_future(string organisation)
    {
        Assert.Equal(0L, await OneAsync(organisation, """
            select count(*) from (
              select changed_at, lag(changed_at) over (partition by table_name, record_id order by version) as before from audit.audit_log) e
             where changed_at > now() or changed_at < before + interval '10 minutes'
            """));
        Assert.Equal(0L, await OneAsync(organisation, """
            select count(*) from blog.posts_all p join audit.audit_log e on e.table_name = 'posts' and e.record_id = p.id and e.version = p.version
             where e.changed_at <> p.updated_at or p.deleted_at <> p.updated_at
            """));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task The_log_has_the_months_it_needs_and_the_trash_is_kept_for_weeks_to_come(string organisation)
    {
        Assert.Equal([0L], await db.AskOwnerAsync("select count(*) from audit.audit_log_default"));
        Assert.Equal(0L, await OneAsync(organisation, "select count(*) from blog.posts_trash where purge_at < now() + interval '14 days'"));
        Assert.Equal(0L, await OneAsync(
            organisation, "select count(*) from blog.comments c join blog.posts p on p.id = c.post_id where c.created_at < p.published_at"));
    }

    private async Task<object?> OneAsync(string organisation, string sql) => Assert.Single(await db.AskAppAsync(organisation, sql));
}

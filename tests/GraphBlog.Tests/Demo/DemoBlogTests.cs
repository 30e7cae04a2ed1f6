using System.Text.RegularExpressions;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Demo;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Demo;

public sealed class DemoBlogTests(SeededDatabase db) : IClassFixture<SeededDatabase>
{
    /// <summary>Everything a second seeding could have touched; sequences too, since rolling back does not return their numbers.</summary>
    private const string Everything = """
        select (select string_agg(o::text, E'\n' order by o.id) from blog.organisations o)
            || (select string_agg(u::text, E'\n' order by u.id) from blog.users u)
            || (select coalesce(string_agg(p::text, E'\n' order by p.org_id, p.id), '') from blog.posts_all p)
            || (select coalesce(string_agg(c::text, E'\n' order by c.org_id, c.id), '') from blog.comments_all c)
            || (select string_agg(a::text, E'\n' order by a.id) from audit.audit_log a)
            || (select string_agg(s::text, E'\n' order by s.schemaname, s.sequencename) from pg_sequences s)
        """;

    [Theory]
    [InlineData("acme", "ada ADMIN,grace EDITOR,linus AUTHOR,guest READER")]
    [InlineData("globex", "margaret ADMIN,dennis EDITOR,ken AUTHOR")]
    public async Task Each_organisation_has_its_people_thirty_live_posts_and_four_in_the_trash(string organisation, string people)
    {
        Assert.True(db.WasSeeded);
        Assert.Equal(people, await OneAsync(organisation, "select string_agg(handle || ' ' || role, ',' order by id) from blog.users"));
        Assert.Equal(30L, await OneAsync(organisation, "select count(*) from blog.posts"));
        Assert.Equal(4L, await OneAsync(organisation, "select count(*) from blog.posts_trash"));
        Assert.Equal(3L, await OneAsync(organisation, "select count(distinct author_id) from blog.posts"));
        Assert.Equal(3L, await OneAsync(organisation, "select count(distinct status) from blog.posts"));
        Assert.True((long)(await OneAsync(organisation, "select count(*) from blog.posts where status = 'PUBLISHED'"))! >= 25);
    }

    [Fact]
    public async Task There_are_two_organisations_and_nothing_else()
    {
        Assert.Equal(["acme", "globex"], await db.AskOwnerAsync("select slug from blog.organisations order by id"));
        Assert.Equal([7L], await db.AskOwnerAsync("select count(*) from blog.users"));
        Assert.Equal([68L], await db.AskOwnerAsync("select count(*) from blog.posts_all"));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task Every_version_has_its_entry_in_the_name_of_a_person_and_says_that_the_owner_wrote_it(string organisation)
    {
        Assert.Equal(0L, await OneAsync(organisation, """
            select count(*) from blog.posts_all p where array(select generate_series(1, p.version)) <>
              array(select version from audit.audit_log a where table_name = 'posts' and record_id = p.id order by version)
            """));
        Assert.Equal(0L, await OneAsync(organisation, """
            select count(*) from audit.audit_log
             where table_name = 'posts' and (changed_by is null or request_id is distinct from 'demo-seed' or db_role = 'gb_app')
            """));
        Assert.Equal(["CREATE", "PUBLISH", "RESTORE", "TRASH", "UNPUBLISH", "UPDATE"], await db.AskAppAsync(
            organisation, "select distinct action from audit.audit_log where table_name = 'posts' order by 1"));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task Histories_are_up_to_six_versions_long_and_made_by_several_people(string organisation)
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], await db.AskAppAsync(organisation, "select distinct version from blog.posts_all order by 1"));
        Assert.True((long)(await OneAsync(organisation, """
            select count(*) from (
              select from audit.audit_log where table_name = 'posts' group by record_id having count(distinct changed_by) >= 2) p
            """))! >= 25);
        Assert.True((long)(await OneAsync(organisation, """
            select count(*) from (
              select from audit.audit_log where table_name = 'posts' group by record_id having count(distinct changed_by) = 3) p
            """))! >= 5);
        Assert.Equal(["body", "deleted_at", "live_version", "published_at", "slug", "status", "tags", "title"],
            (await db.AskAppAsync(organisation, """
            select distinct jsonb_object_keys(new_data) from audit.audit_log where table_name = 'posts' and action <> 'CREATE' order by 1
            """)).Except(["deleted_by"]));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task Nobody_did_what_their_role_does_not_allow(string organisation) => Assert.Equal(0L, await OneAsync(organisation, """
        select count(*)
          from audit.audit_log a join blog.users u on u.id = a.changed_by join blog.posts_all p on p.id = a.record_id
         where a.table_name = 'posts'
           and (u.role = 'READER' or p.author_id <> u.id and (u.role = 'AUTHOR' or a.action = 'CREATE'))
        """));

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task A_few_published_posts_have_comments_by_people_who_may_write_them(string organisation)
    {
        Assert.InRange((long)(await OneAsync(organisation, "select count(*) from blog.comments"))!, 8, 20);
        Assert.True((long)(await OneAsync(organisation, "select count(distinct post_id) from blog.comments"))! >= 4);
        Assert.Equal(0L, await OneAsync(organisation, """
            select count(*) from blog.comments c join blog.users u on u.id = c.author_id join blog.posts p on p.id = c.post_id
             where u.role = 'READER' or p.status <> 'PUBLISHED'
            """));
        Assert.Equal(0L, await OneAsync(organisation, """
            select count(*) from blog.comments c where not exists (
              select from audit.audit_log a where table_name = 'comments' and record_id = c.id and action = 'CREATE'
                 and changed_by = c.author_id and request_id = 'demo-seed' and db_role <> 'gb_app')
            """));
    }

    [Fact]
    public async Task The_comments_of_a_post_are_in_the_order_in_which_people_said_them() => Assert.Equal(
        ["margaret", "dennis", "ken"],
        await db.AskAppAsync("globex", """
            select u.handle from blog.comments c join blog.users u on u.id = c.author_id join blog.posts p on p.id = c.post_id
             where p.title = 'The moth in the logbook' order by c.created_at, c.id
            """));

    [Theory]
    [InlineData("acme", "release-notes")]
    [InlineData("globex", "the-abacus")]
    public async Task One_slug_in_the_trash_has_been_taken_by_a_live_post_since(string organisation, string slug)
    {
        Assert.Equal([slug], await db.AskAppAsync(organisation, "select slug from blog.posts_trash intersect select slug from blog.posts"));
        Assert.Equal(true, await OneAsync(organisation, $"""
            select max(changed_at) filter (where action <> 'TRASH') > max(changed_at) filter (where action = 'TRASH') from audit.audit_log
             where table_name = 'posts' and (new_data ->> 'slug' = '{slug}' and action in ('UPDATE', 'PUBLISH')
                or action = 'TRASH' and record_id = (select id from blog.posts_trash where slug = '{slug}'))
            """));
    }

    [Theory]
    [InlineData("acme", "restore-your-backups", "Backups are a rumour until restored")]
    [InlineData("globex", "leap-seconds", "The second that is added to midnight")]
    public async Task Slugs_are_ascii_where_titles_are_not_and_stay_when_a_title_changes(string organisation, string slug, string title)
    {
        Assert.Contains(await db.AskAppAsync(organisation, "select title from blog.posts"), text => ((string)text!).Any(c => c > 127));
        Assert.Equal(title, await OneAsync(organisation, $"select title from blog.posts where slug = '{slug}'"));
        Assert.Equal(1L, await OneAsync(
            organisation, "select count(*) from audit.audit_log where action in ('UPDATE', 'PUBLISH') and new_data ? 'slug'"));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("globex")]
    public async Task Every_post_is_an_article_of_80_to_200_words_of_its_own(string organisation)
    {
        var bodies = (await db.AskAppAsync(organisation, "select body from blog.posts_all")).Cast<string>().ToList();
        Assert.All(bodies, body => Assert.InRange(Regex.Count(body, @"\S+"), 80, 200));
        Assert.All(bodies, body => Assert.Equal(0, Regex.Count(body, "^```", RegexOptions.Multiline) % 2));
        Assert.Equal(bodies.Count, bodies.Distinct().Count());
        Assert.Equal(34L, await OneAsync(organisation, "select count(distinct title) from blog.posts_all where cardinality(tags) > 0"));
    }

    [Fact]
    public async Task Nothing_is_visible_across_organisations()
    {
        string[] tables = ["blog.posts", "blog.posts_trash", "blog.posts_all", "blog.comments", "blog.users", "blog.organisations",
            "audit.audit_log"];
        foreach (var table in tables)
        {
            Assert.Equal([1L], await db.AskAppAsync("acme", $"select distinct org_id from {table}"));
            Assert.Equal([2L], await db.AskAppAsync("globex", $"select distinct org_id from {table}"));
            Assert.Empty(await db.AskAppAsync("nobody", $"select org_id from {table}"));
        }
    }

    [Fact]
    public async Task The_seeded_database_breaks_no_rule() =>
        Assert.Empty(await db.AskOwnerAsync("select problem || ': ' || object from app.lint()"));

    [Fact]
    public async Task Seeding_again_answers_false_and_changes_nothing()
    {
        var before = await db.AskOwnerAsync(Everything);
        Assert.False(await DemoBlog.SeedAsync(db.Owner, CancellationToken.None));
        Assert.Equal(before, await db.AskOwnerAsync(Everything));
    }

    [Fact]
    public async Task A_database_with_one_of_the_organisations_is_left_as_it_is() => await OnAnotherDatabaseAsync(async owner =>
    {
        await PostgresServer.ExecuteAsync(owner, "select app.create_organisation('globex', 'Another Globex', 'eve', 'Eve')");
        var before = await SeededDatabase.AskAsync(owner, Everything);
        Assert.False(await DemoBlog.SeedAsync(owner, CancellationToken.None));
        Assert.Equal(before, await SeededDatabase.AskAsync(owner, Everything));
    });

    [Fact]
    public async Task Of_two_seedings_at_the_same_moment_one_is_done() => await OnAnotherDatabaseAsync(async owner =>
    {
        var answers = await Task.WhenAll(
            DemoBlog.SeedAsync(owner, CancellationToken.None), DemoBlog.SeedAsync(owner, CancellationToken.None));
        Assert.Equal([false, true], answers.Order());
        Assert.Equal([2L], await SeededDatabase.AskAsync(owner, "select count(*) from blog.organisations"));
        Assert.Equal([68L], await SeededDatabase.AskAsync(owner, "select count(*) from blog.posts_all"));
    });

    [Fact]
    public async Task A_cancelled_seeding_writes_nothing() => await OnAnotherDatabaseAsync(async owner =>
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DemoBlog.SeedAsync(owner, new CancellationToken(canceled: true)));
        Assert.Equal([0L], await SeededDatabase.AskAsync(owner, "select count(*) from blog.organisations"));
    });

    private static async Task OnAnotherDatabaseAsync(Func<string, Task> test)
    {
        var server = await PostgresServer.SharedAsync();
        var name = $"demo_{Guid.NewGuid():N}";
        try
        {
            await BlogMigrations.MigrateAsync(server.Owner(name), PostgresServer.AppPassword, CancellationToken.None);
            await test(server.Owner(name));
        }
        finally
        {
            await server.DropAsync(name);
        }
    }

    private async Task<object?> OneAsync(string organisation, string sql) => Assert.Single(await db.AskAppAsync(organisation, sql));
}

using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Database;

/// <summary>With 100,000 posts of 50 organisations, an index finds one organisation's under row-level security.</summary>
public sealed class IndexTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Counts_filters_orders_and_searches_read_no_other_organisations_posts()
    {
        await db.ForgeAsync(
            """
            insert into blog.organisations (org_id, id, slug, name) select n, n, 'org-' || n, 'Org' from generate_series(1001, 1050) n;
            insert into blog.users (org_id, id, handle, display_name) overriding system value select n, n, 'u', 'U' from generate_series(1001, 1050) n;
            insert into blog.posts_all (org_id, id, author_id, title, slug, body, status, created_by, updated_by, created_at, document) overriding system value
            select org, 100000 + n, org, 'Title ' || n, 'slug-' || n, 'word' || n % 500, 'DRAFT', org, org, now() - make_interval(secs => n),
                   blog.post_document(org, 'Title ' || n, '{}', 'word' || n % 500)
              from (select n, 1001 + n % 50 as org from generate_series(1, 100000) n) p;
            insert into app.publications (org_id, id, version, author_id, title, slug, body, tags, metadata, published_at, created_at, created_by, updated_at, updated_by, document)
            select org_id, id, version, author_id, title, slug, body, tags, metadata, created_at, created_at, created_by, updated_at, updated_by, document
              from blog.posts_all where id > 100000;
            insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
            select org_id, now() - make_interval(secs => id - 100000), 'posts', id, 1, 'CREATE', org_id, 'request-' || id from blog.posts_all where id > 100000
            """);
        await db.OwnerScalarAsync("analyze");
        foreach (var role in new[] { Role.Reader, Role.Author, Role.Editor })
        {
            await AssertPostsAsync(role);
        }

        // The function's own statement, as its role runs it.
        await using var session = await db.EnterAsync(1001, 1001, role: Role.Reader);
        Assert.Equal(200L, await session.ScalarAsync("select count(*) from app.search_posts('word0')"));
        await using var finder = await db.EnterAsAsync("gb_finder", 1001, 1001);
        var body = (string)(await finder.ScalarAsync("select prosrc from pg_proc where oid = 'app.search_posts(text, boolean)'::regprocedure"))!;
        var plan = await AssertIndexedAsync(finder, body.Trim().TrimEnd(';').Replace("p_query", "'word0'").Replace("p_live", "false"));
        Assert.Contains("posts_document", plan);
        Assert.Contains("publications_document", plan);
        await using var editor = await db.EnterAsync(1001, 1001, role: Role.Editor);
        foreach (var (where, index) in new[]
        {
            ("true", "pkey"), ("table_name = 'posts' and record_id = 100050", "table_name"), ("request_id = 'request-100050'", "request_id"), ("changed_by = 1001", "changed"),
            ("changed_at > now() - interval '1 hour'", "pkey"),
        })
        {
            var audit = await AssertIndexedAsync(editor, $"select id from audit.audit_log where {where} order by changed_at desc, id desc limit 21");
            Assert.Matches($"Scan (Backward )?using audit_log_{DateTime.UtcNow:yyyyMM}\\w*{index}|Index Scan on audit_log_{DateTime.UtcNow:yyyyMM}\\w*{index}", audit);
        }
    }

    private async Task AssertPostsAsync(Role role)
    {
        await using var session = await db.EnterAsync(1001, 1001, role: role);
        await session.ExecuteAsync("set local plan_cache_mode = force_generic_plan");
        foreach (var sql in new[]
        {
            "select count(*) from blog.posts",
            "select count(*) from blog.posts where status = 'PUBLISHED'",
            "select id from blog.posts where title = 'Title 50' order by created_at desc, id desc limit 21",
            "select id from blog.posts order by created_at desc, id desc limit 21",
            "select id from blog.posts where author_id = 1001 order by created_at desc, id desc limit 21",
            "select id from blog.posts order by title, id limit 21",
        })
        {
            await AssertIndexedAsync(session, sql);
        }

        // as the API asks for a page: what is joined to it says nothing of the organisation inside
        var page = await AssertIndexedAsync(session, """
            select p.id, u.display_name from (select org_id, id, author_id, status, published_at, created_at from blog.posts order by created_at desc, id desc limit 21) p
              join blog.users u on u.org_id = p.org_id and u.id = p.author_id order by p.created_at desc, p.id desc
            """);
        Assert.DoesNotContain("->  Sort", page);
        Assert.Contains("posts_newest", page);

        // as pages of comments and histories ask for the ids of such a page, whose size PostgreSQL does not know: they are not all sorted for it
        var view = role == Role.Editor ? "posts_working" : "posts_live";
        await session.ExecuteAsync($"prepare ids(int) as select id, created_at from blog.{view} order by created_at desc, id desc limit $1");
        var ids = string.Join('\n', await session.ColumnAsync<string>("explain execute ids(21)"));
        Assert.DoesNotContain("Sort", ids);
        Assert.Contains("_newest", ids);
    }

    private static async Task<string> AssertIndexedAsync(TenantSession session, string sql)
    {
        var plan = string.Join('\n', await session.ColumnAsync<string>($"explain {sql}"));
        // months that are still empty are read whole, all nothing of them
        Assert.False(plan.Contains("Seq Scan on posts_all") || plan.Contains("Seq Scan on publications") || plan.Contains($"Seq Scan on audit_log_{DateTime.UtcNow:yyyyMM}"), $"{sql}\n{plan}");
        return plan;
    }
}

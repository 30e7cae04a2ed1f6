using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>The examination finds what it looks for: each kind of damage is done once, and seen.</summary>
public sealed class ExaminationTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_healthy_database_has_nothing_to_complain_of()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Healthy");
        await db.TrashAsync(Acme, Ada, post);
        var findings = await db.ExamineAsync();
        Assert.Equal(9, findings.Count);      // the rules, the seal, the upkeep, two histories, the records of two, two attacks
        Assert.All(findings, finding => Assert.Empty(finding.Problems));
    }

    [Fact]
    public async Task What_is_unlike_its_seal_and_what_is_outside_of_its_month_is_named()
    {
        await db.OwnerScalarAsync(
            """
            create table public.copied (id bigint);
            insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (1, '2001-02-03', 'posts', 0, 1, 'PURGE')
            """);
        try
        {
            var problems = (await db.ExamineAsync()).SelectMany(finding => finding.Problems).ToList();
            Assert.Contains(problems, problem => problem.StartsWith("new since `migrate` sealed it: table public.copied, is: owned by "));
            Assert.Contains("entries of 200102 have no partition: 1: audit.audit_log_default", problems);
        }
        finally
        {
            await db.ForgeAsync("delete from audit.audit_log where record_id = 0; drop table public.copied");
        }
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "delete from audit.audit_log where table_name = 'posts' and record_id = {0} and version = 1", "posts {0}: no entry before version 2" },
        { "delete from audit.audit_log where table_name = 'posts' and record_id = {0} and version = 2", "posts {0}: 1 of the versions 1 to 3 have no entry" },
        { "delete from audit.audit_log where table_name = 'posts' and record_id = {0} and version = 3", "posts {0}: no entry for version 3" },
        { "delete from audit.audit_log where table_name = 'posts' and record_id = {0}", "posts {0}: no entry for version 3" },
        {
            "insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (1, now(), 'posts', {0}, 2, 'UPDATE')",
            "posts {0}: 4 entries for 3 versions"
        },
        {
            "insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (1, now(), 'posts', {0}, 4, 'UPDATE')",
            "posts {0}: an entry for version 4, which the record never had"
        },
        {
            "insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (1, now(), 'posts', {0}, 4, 'PURGE')",
            "posts {0}: an entry says it was purged, but the record is there"
        },
        { "delete from blog.posts_all where id = {0}", "posts {0}: the record is gone, and no entry says who purged it" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_history_that_a_superuser_damaged_is_found(string damage, string problem)
    {
        var post = await db.AddPostAsync(Acme, Ada, "Damaged");
        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            await acme.ExecuteAsync($"update blog.posts_all set title = 'two' where id = {post}");
            await acme.ExecuteAsync($"update blog.posts_all set title = 'three' where id = {post}");
            await acme.CommitAsync();
        }

        await db.ForgeAsync(string.Format(damage, post));
        var finding = (await db.ExamineAsync()).Single(finding => finding.Question.StartsWith("The history of organisation 1"));
        Assert.Contains(string.Format(problem, post), finding.Problems);
        await db.ForgeAsync($"delete from audit.audit_log where table_name = 'posts' and record_id = {post}; delete from blog.posts_all where id = {post}");
    }

    [Theory]
    [InlineData("alter policy tenant_only on blog.posts_all using (true); alter policy tenant on blog.posts_all using (true)", "read rows of others in blog.posts_all")]
    [InlineData("alter table blog.users disable row level security", "add a user to another")]
    [InlineData("drop trigger b_guard_roles on blog.users", "deactivate every administrator")]
    [InlineData("drop trigger b_guard_author on blog.posts_all", "give posts away as an editor")]
    [InlineData("grant delete on blog.users to gb_app; alter table blog.users disable row level security", "delete from blog.users", "drop trigger a_stamp on blog.users")]
    [InlineData("grant insert on audit.audit_log to gb_app", "forge an entry of the audit log", "create policy forge on audit.audit_log for insert to gb_app with check (true)")]
    public async Task An_attack_that_gets_through_is_seen(string damage, string attack, string more = "select 1")
    {
        await db.AddPostAsync(Globex, Margaret, "Victim");
        await db.AddPostAsync(Acme, Ada, "Hers");
        await using var app = await db.EnterAsAsync("gb_app", null, null, $"{damage}; {more}");
        Assert.Contains(attack, await app.ColumnAsync<string>(
            $"select attack from app.attack({Acme}, {Globex}) where not held union all select attack from app.attack_roles({Acme}) where not held"));
    }
}

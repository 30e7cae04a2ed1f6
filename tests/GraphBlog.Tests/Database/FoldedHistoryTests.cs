using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>What a superuser changed behind the triggers' back contradicts something (Sql/Code/0650_contradictions.sql): each kind is done once, and rolled back.</summary>
public sealed class FoldedHistoryTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    // Ada created it, Grace changed the title, Ada title and status, Grace trashed it and took it back.
    public static TheoryData<string, string> Damages => new()
    {
        { Set("new_data = jsonb_set(new_data, '{title}', '\"forged\"')", 2), "the entry of version 3 found another value than was left in: title" },
        { Set("old_data = jsonb_set(old_data, '{title}', '\"forged\"')", 3), "the entry of version 3 found another value than was left in: title" },
        { Set("new_data = jsonb_set(new_data, '{title}', '\"forged\"')", 3), "the record is not what its history says in: title" },
        { Set("new_data = jsonb_set(new_data, '{body}', '\"forged\"')", 1), "the record is not what its history says in: body" },
        { Set("new_data = new_data - 'title'", 2), "the entry of version 2 tells other columns before than after" },
        { Set("new_data = new_data - 'title', old_data = old_data - 'title'", 2), "the entry of version 3 found another value than was left in: title" },
        { Set("new_data = '[1]'", 3), "the entry of version 3 tells other columns before than after" },
        { Set("new_data = jsonb_set(new_data, '{deleted_at}', '\"soon\"')", 4), "the entry of version 5 found another value than was left in: deleted_at" },
        { Set("old_data = null, new_data = null", 3), "the entry of version 3 is called PUBLISH, which its content is not" },
        { Set("action = 'RESTORE'", 3), "the entry of version 3 is called RESTORE, which its content is not" },
        { Set("action = 'CREATE', old_data = null", 3), "the entry of version 3 is called CREATE, which its content is not" },
        { Set("changed_by = 1", 2), "the entry of version 3 found version 2 made by another, or at another moment, than the entry of that says" },
        { Set("changed_by = 3", 5), "the record says another actor or moment of version 5 than its entry" },
        { Set("changed_by = 3", 1), "the entry of version 1 names another actor or moment than its content" },
        { Set("changed_by = null", 3), "the entry of version 3 names nobody, as the application cannot" },
        { Set("changed_at = changed_at + interval '1 microsecond'", 2), "the entry of version 3 found version 2 made by another, or at another moment, than the entry of that says" },
        { Set("changed_at = changed_at + interval '1 microsecond'", 5), "the record says another actor or moment of version 5 than its entry" },
        { Set("changed_at = changed_at + interval '1 microsecond'", 1), "the entry of version 1 names another actor or moment than its content" },
        { Set("changed_at = changed_at - interval '10 minutes'", 3), "the entry of version 3 is older than that of version 2" },
        { Set("previous_by = null, previous_at = null", 3), "the entry of version 3 does not say what it found" },
        { Row("body = 'forged'"), "the record is not what its history says in: body" },
        { Row("author_id = 3, created_by = 3"), "the record is not what its history says in: author_id, created_by" },
        { Row("published_at = published_at - interval '1 year', metadata = '{}', slug = 'forged'"), "the record is not what its history says in: published_at, slug" },
        { Row("updated_by = 3"), "the record says another actor or moment of version 5 than its entry" },
        { Row("updated_at = updated_at - interval '1 year'"), "the record says another actor or moment of version 5 than its entry" },
        { "delete from audit.audit_log where table_name = 'posts' and record_id = $id and version = 5; " + Row("version = 4"), "the record is not what its history says in: deleted_at, deleted_by" },
    };

    public static TheoryData<string, string> OtherTables => new()
    {
        { "update blog.users set role = 'ADMIN' where id = 3", "users 3: the record is not what its history says in: role" },
        { "update blog.organisations set name = 'Ours now' where id = 1", "organisations 1: the record is not what its history says in: name" },
        { "update blog.comments_all set body = 'forged' where id = $id", "comments $id: the record is not what its history says in: body" },
        { $"{Protected}; update blog.notes_all set mood = 'forged'", "notes 1: the record is not what its history says in: mood" },
        { "update audit.audit_log set org_id = 2 where table_name = 'users' and record_id = 3 and version = 2", "users 3: no entry for version 2" },
    };

    private const string Untriggered = "set local session_replication_role = replica; ";

    private const string Protected = """
        set local session_replication_role = origin; set local role gb_owner;
        create table blog.notes_all (
          org_id bigint not null references blog.organisations (org_id), id bigint generated always as identity,
          mood text, pinned integer not null default 0, remind_at timestamptz, version integer not null default 1,
          created_at timestamptz not null default now(), created_by bigint not null,
          updated_at timestamptz not null default now(), updated_by bigint not null,
          deleted_at timestamptz, deleted_by bigint, primary key (org_id, id));
        reset role;
        select app.protect('blog.notes_all');
        select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '1', true);
        insert into blog.notes_all (org_id, mood, remind_at) values (1, 'glad', '2026-01-01Z');
        update blog.notes_all set mood = 'sad', pinned = 1, remind_at = '2026-02-01Z';
        set local session_replication_role = replica
        """;

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task What_was_rewritten_contradicts_what_stands_beside_it(string damage, string problem)
    {
        var post = await LivelyPostAsync();
        Assert.Contains($"posts {post}: {problem}", await ProblemsAsync(damage.Replace("$id", $"{post}")));
    }

    [Theory]
    [MemberData(nameof(OtherTables))]
    public async Task Every_protected_table_is_compared_with_its_history(string damage, string problem)
    {
        var comment = await db.AddCommentAsync(Acme, Linus, await db.AddPostAsync(Acme, Ada, "With a comment"));
        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            await acme.ExecuteAsync("update blog.users set display_name = 'Linus P.' where id = 3 and version = 1");
            await acme.CommitAsync();
        }

        Assert.Contains(problem.Replace("$id", $"{comment}"), await ProblemsAsync(damage.Replace("$id", $"{comment}")));
    }

    [Theory]
    [InlineData("alter table blog.notes_all add column place text not null default 'here'")]
    [InlineData("alter table blog.notes_all drop column mood cascade")]
    [InlineData("alter table blog.notes_all rename column mood to temper")]
    [InlineData("alter table blog.notes_all rename column mood to temper; select app.protect('blog.notes_all', p_renamed => '{\"mood\": \"temper\"}')", "temper = 'mad'")]
    [InlineData("alter table blog.notes_all alter column pinned type text", "pinned = 'yes'")]
    [InlineData("select 1", "mood = 'mad'; set local timezone = 'America/New_York'; update blog.notes_all set remind_at = '2026-03-01Z'")]
    [InlineData(Untriggered + "delete from audit.audit_log where table_name = 'notes' and version < 3; update blog.notes_all set created_at = '2001-01-01Z'", "mood = 'mad'")]
    [InlineData(Untriggered + "update audit.audit_log set previous_by = null, previous_at = null where table_name = 'notes'")]
    public async Task A_table_that_changed_and_a_log_that_lost_its_first_months_contradict_nothing(string change, string then = "pinned = '2'")
    {
        var drop = "drop view blog.notes, blog.notes_trash";      // as a migration that changes a column has to
        Assert.Empty(await ProblemsAsync(
            $"{Protected}; set local session_replication_role = origin; update blog.notes_all set pinned = 3; {drop}; {change}; set local session_replication_role = origin; select app.protect('blog.notes_all'); update blog.notes_all set {then}"));
    }

    [Fact]
    public async Task A_column_that_was_renamed_is_compared_under_its_new_name()
        => Assert.Equal(["notes 1: the record is not what its history says in: temper"], await ProblemsAsync(
            $$"""
            {{Protected}}; alter table blog.notes_all rename column mood to temper; select app.protect('blog.notes_all', p_renamed => '{"mood": "temper"}');
            update blog.notes_all set temper = 'forged'
            """));

    [Fact]
    public async Task What_people_and_retention_do_contradicts_nothing()
    {
        var (post, purged, old) = (await LivelyPostAsync(), await LivelyPostAsync(), await db.AddPostAsync(Globex, Margaret, "Old"));
        await db.AddCommentAsync(Acme, Linus, purged);
        await db.AddCommentAsync(Acme, Linus, post);
        var version = await db.TrashAsync(Acme, Grace, purged);
        await db.TrashAsync(Globex, Margaret, old);
        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            Assert.Equal(true, await acme.ScalarAsync($"select app.purge('blog.posts_all', {purged}, {version})"));
            await acme.ExecuteAsync("update blog.users set role = 'EDITOR' where id = 4");
            await acme.ExecuteAsync("update blog.users set role = 'READER' where id = 4");
            await acme.CommitAsync();
        }

        // psql as the owner, for nobody, between two people
        await PostgresServer.ExecuteAsync(db.Owner, $"begin; set local role gb_owner; set local app.current_org_id = '1'; update blog.posts_all set title = 'by psql' where id = {post}; commit");
        await using (var acme = await db.EnterAsync(Acme, Grace))
        {
            await acme.ExecuteAsync($"update blog.posts_all set title = 'by Grace' where id = {post}");
            await acme.CommitAsync();
        }

        Assert.Empty((await db.ExamineAsync()).SelectMany(finding => finding.Problems));
    }

    private static string Set(string what, int version) => $"update audit.audit_log set {what} where table_name = 'posts' and record_id = $id and version = {version}";

    private static string Row(string what) => $"update blog.posts_all set {what} where id = $id";

    private async Task<long> LivelyPostAsync()
    {
        var post = await db.AddPostAsync(Acme, Ada, "one");
        foreach (var (user, change) in new[] { (Grace, "title = 'two'"), (Ada, "title = 'three', status = 'PUBLISHED'"), (Grace, "deleted_at = now()"), (Grace, "deleted_at = null") })
        {
            await using var acme = await db.EnterAsync(Acme, user);
            await acme.ExecuteAsync($"update blog.posts_all set {change} where id = {post}");
            await acme.CommitAsync();
        }

        return post;
    }

    // What is found in acme's records once the superuser has done the damage with all triggers off.
    private async Task<IReadOnlyList<string>> ProblemsAsync(string damage)
    {
        await using var owner = await db.EnterAsAsync("gb_owner", Acme, null, $"{Untriggered}{damage}; set local session_replication_role = origin");
        return await owner.ColumnAsync<string>(
            "select concat(record_type, ' ', record_id, ': ', problem) from (select * from audit.contradictions(1) union all select * from audit.incomplete(1)) found");
    }
}

using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>Acme, through every door but its own. Each trap is shown open once its mend is gone.</summary>
public sealed class TenancyTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string AnyRow = "create policy wide on blog.posts_all for all to gb_app using (true) with check (true);";

    [Theory]
    [InlineData("blog.organisations")]
    [InlineData("blog.users")]
    [InlineData("blog.posts_all")]
    [InlineData("blog.posts")]
    [InlineData("blog.posts_trash")]
    [InlineData("blog.comments_all")]
    [InlineData("blog.comments")]
    [InlineData("audit.audit_log")]
    public async Task Each_organisation_sees_its_own_rows_and_no_other(string relation)
    {
        foreach (var (org, user) in new[] { (Acme, Ada), (Globex, Margaret) })
        {
            await db.AddCommentAsync(org, user, await db.AddPostAsync(org, user, "Live"));
            await db.TrashAsync(org, user, await db.AddPostAsync(org, user, "Trashed"));
            await using var session = await db.EnterAsync(org, user);
            Assert.Equal([org], await session.ColumnAsync<long>($"select distinct org_id from {relation}"));
        }

        await using var nobody = await db.EnterAsync(null, null);
        Assert.Equal(0L, await nobody.ScalarAsync($"select count(*) from {relation}"));
    }

    [Theory]
    [InlineData("alter table blog.posts_all disable row level security", "row-level security not forced: blog.posts_all")]
    [InlineData($"drop policy tenant_only on blog.posts_all; {AnyRow}", "no restrictive tenant policy: blog.posts_all")]
    [InlineData($"drop policy tenant_only on blog.posts_all; {AnyRow}",
        "policy for the application without tenant predicate: blog.posts_all.wide")]
    [InlineData($"alter policy tenant_only on blog.posts_all using (org_id = app.org() or true); {AnyRow}",
        "no restrictive tenant policy: blog.posts_all")]
    [InlineData("alter role gb_app bypassrls", "role too powerful: gb_app")]
    public async Task Another_organisations_rows_are_behind_a_restrictive_policy(string without, string lint)
    {
        var theirs = await db.AddPostAsync(Globex, Margaret, "Secret");
        await db.StopsAsync(
            async acme => await acme.ScalarAsync($"select title from blog.posts_all where id = {theirs}") is "Secret", without, lint);
    }

    [Theory]
    [InlineData("drop view blog.posts; create view blog.posts as select * from blog.posts_all where deleted_at is null",
        "view without security_invoker: blog.posts")]
    [InlineData("drop view blog.posts; create materialized view blog.posts as select * from blog.posts_all",
        "materialised view or foreign table (policies do not apply to it): blog.posts")]
    public async Task A_view_shows_what_its_reader_may_see_and_not_what_its_owner_may(string without, string lint)
    {
        var theirs = await db.AddPostAsync(Globex, Margaret, "Secret");
        await db.StopsAsync(
            async acme => await acme.ScalarAsync($"select title from blog.posts where id = {theirs}") is "Secret",
            $"{without}; grant select on blog.posts to gb_app", lint);
    }

    [Fact]
    public async Task A_later_permissive_policy_widens_nothing_and_lint_names_it()
    {
        var theirs = await db.AddPostAsync(Globex, Margaret, "Secret");
        await using var acme = await db.EnterAsAsync("gb_app", Acme, Ada, AnyRow);
        Assert.Equal(0L, await acme.ScalarAsync($"select count(*) from blog.posts_all where id = {theirs}"));
        Assert.Equal(0, await acme.ExecuteAsync($"update blog.posts_all set title = 'Mine' where id = {theirs}"));
        Assert.Contains("policy for the application without tenant predicate: blog.posts_all.wide", await acme.LintAsync());
    }

    [Fact]
    public async Task Even_the_owner_of_the_tables_sees_nothing_without_a_context()
    {
        await db.AddPostAsync(Globex, Margaret, "Secret");
        await db.StopsAsync(
            async owner => await owner.ScalarAsync("select count(*) from blog.posts_all") is > 0L,
            "alter table blog.posts_all no force row level security", "row-level security not forced: blog.posts_all",
            "gb_owner", null, null);
    }

    [Fact]
    public async Task The_empty_text_that_a_commit_leaves_in_the_setting_means_no_rows_and_no_error()
    {
        const string AfterCommit = "select set_config('app.current_org_id', '', true)";
        await using (var nobody = await db.EnterAsync(null, null))
        {
            await nobody.ExecuteAsync(AfterCommit);
            Assert.Equal(0L, await nobody.ScalarAsync("select count(*) from blog.posts_all"));
        }

        await db.StopsAsync(
            async nobody =>
            {
                await nobody.ExecuteAsync(AfterCommit);
                return await nobody.RefusalAsync("select count(*) from blog.posts_all") == "22P02";
            },
            """
            create or replace function app.org() returns bigint language sql stable
              return current_setting('app.current_org_id', true)::bigint
            """,
            org: null, user: null);
    }

    [Fact]
    public async Task Another_organisations_row_cannot_be_changed_taken_or_made()
    {
        var (ours, theirs) = (await db.AddPostAsync(Acme, Ada, "Ours"), await db.AddPostAsync(Globex, Margaret, "Theirs", "theirs"));
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal(0, await acme.ExecuteAsync($"update blog.posts_all set title = 'Mine' where id = {theirs}"));
        Assert.Equal(0, await acme.ExecuteAsync($"update blog.posts_all set deleted_at = now() where org_id = {Globex} and id = {theirs}"));
        Assert.Equal(0, await acme.ExecuteAsync(
            $"merge into blog.posts_all p using (values ({theirs})) v (id) on p.id = v.id when matched then update set title = 'Mine'"));
        Assert.Equal("42501", await acme.RefusalAsync($"update blog.posts_all set org_id = {Globex} where id = {ours}"));
        Assert.Equal("42501", await acme.RefusalAsync($"delete from blog.posts_all where id = {theirs}"));

        // The policy speaks before the unique index does, or the answer would tell which slugs the others have.
        foreach (var slug in new[] { "theirs", "free" })
        {
            Assert.Equal("42501", await acme.RefusalAsync(
                InsertPost(Globex, Margaret, slug)));
        }

        await acme.CommitAsync();
        Assert.Equal("Theirs 1", await db.OwnerScalarAsync($"select title || ' ' || version from blog.posts_all where id = {theirs}"));
    }

    [Fact]
    public async Task A_row_never_moves_to_another_organisation_even_with_the_right_to_write_the_column()
    {
        var ours = await db.AddPostAsync(Acme, Ada, "Ours");
        await using var acme = await db.EnterAsAsync("gb_app", Acme, Ada, "grant update (org_id) on blog.posts_all to gb_app");
        Assert.Equal("GB003", await acme.RefusalAsync($"update blog.posts_all set org_id = {Globex} where id = {ours}"));
        Assert.Contains("application role may move rows to another organisation: blog.posts_all", await acme.LintAsync());
    }

    [Fact]
    public async Task A_foreign_key_does_not_reach_another_organisations_user() =>
        await db.StopsAsync(
            async acme => await acme.ExecuteAsync(
                InsertPost(Acme, Margaret, "by-margaret")) == 1,
            """
            alter table blog.posts_all drop constraint posts_all_org_id_author_id_fkey;
            alter table blog.users add constraint users_id unique (id);
            alter table blog.posts_all add constraint loose foreign key (author_id) references blog.users (id)
            """,
            "foreign key without org_id: blog.posts_all.loose");

    [Fact]
    public async Task An_actor_of_another_organisation_is_refused()
    {
        await using var acme = await db.EnterAsync(Acme, Margaret);
        Assert.Equal("23503", await acme.RefusalAsync(
            InsertPost(Acme, Ada, "by-a-stranger")));
    }

    [Fact]
    public async Task A_slug_of_another_organisation_is_free_here_and_cannot_be_probed()
    {
        await db.AddPostAsync(Globex, Margaret, "Theirs", "shared-slug");
        await db.StopsAsync(
            async acme => await acme.RefusalAsync(
                InsertPost(Acme, Ada, "shared-slug")) == "23505",
            "create unique index loose on blog.posts_all (slug) where deleted_at is null", "index not led by org_id: blog.loose");
        await db.AddPostAsync(Acme, Ada, "Ours", "shared-slug");
    }
}

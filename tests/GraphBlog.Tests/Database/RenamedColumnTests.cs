using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>Revisions from before a column had its name (Sql/Code/0500_revisions.sql).</summary>
public sealed class RenamedColumnTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Notes = """
        set role gb_owner;
        create table blog.notes_all (
          org_id bigint not null references blog.organisations (org_id), id bigint generated always as identity,
          body text not null, mood text, version integer not null default 1,
          created_at timestamptz not null default now(), created_by bigint not null,
          updated_at timestamptz not null default now(), updated_by bigint not null,
          deleted_at timestamptz, deleted_by bigint, primary key (org_id, id));
        reset role;
        select app.protect('blog.notes_all');
        select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '1', true);
        insert into blog.notes_all (org_id, body, mood) values (1, 'first', 'glad');
        update blog.notes_all set body = 'second';
        update blog.notes_all set mood = 'sad';
        """;

    private const string Rename = "alter table blog.notes_all rename column body to words;";

    [Fact]
    public async Task A_revision_whose_value_has_no_column_any_more_is_unanswerable()
    {
        Assert.Equal(["3: second sad", "2: second glad"], await RevisionsAsync($"{Rename} select app.protect('blog.notes_all')"));
        Assert.Equal(["3: second"], await RevisionsAsync($"{Rename} alter table blog.notes_all drop column mood cascade; select app.protect('blog.notes_all')"));
    }

    [Theory]
    [InlineData("""select app.protect('blog.notes_all', p_renamed => '{"body": "words"}')""")]
    [InlineData("""
        select app.protect('blog.notes_all', p_renamed => '{"body": "words"}'); alter table blog.notes_all rename column words to prose;
        select app.protect('blog.notes_all', p_renamed => '{"words": "prose"}'); alter table blog.notes_all rename column prose to words;
        select app.protect('blog.notes_all', p_renamed => '{"prose": "words"}')
        """)]
    [InlineData("""
        alter table blog.notes_all add column body text default 'another''s';
        select app.protect('blog.notes_all', p_renamed => '{"body": "words"}');
        update blog.notes_all set body = 'new'
        """)]
    public async Task When_told_the_old_name_every_revision_is_what_it_was(string told)
        => Assert.Equal(["3: second sad", "2: second glad", "1: first glad"], (await RevisionsAsync(Rename + told)).TakeLast(3));

    [Fact]
    public async Task When_told_that_a_column_was_dropped_the_others_are_what_they_were()
        => Assert.Equal(["3: second", "2: second", "1: first"], await RevisionsAsync(
            Rename + """alter table blog.notes_all drop column mood cascade; select app.protect('blog.notes_all', p_renamed => '{"body": "words", "mood": null}')"""));

    [Fact]
    public async Task Lint_names_a_renamed_column_that_has_another_name_again()
    {
        const string Again = """
            select app.protect('blog.notes_all', p_renamed => '{"body": "words"}'); alter table blog.notes_all rename column words to prose;
            select app.protect('blog.notes_all'); select app.seal()
            """;
        await using var session = await db.EnterAsAsync("gb_app", Acme, Ada, $"{Notes} {Rename} {Again}");
        Assert.Equal(["renamed column has another name again (tell app.protect() with p_renamed): blog.notes_all.words"], await session.LintAsync());
    }

    private async Task<IReadOnlyList<string>> RevisionsAsync(string change)
    {
        await using var session = await db.EnterAsAsync("gb_app", Acme, Ada, $"{Notes} {change}");
        return await session.ColumnAsync<string>(
            """
            select n || ': ' || (r.data->>'words') || coalesce(' ' || (r.data->>'mood'), '')
              from blog.notes t cross join generate_series(t.version, 1, -1) n cross join lateral audit.revision('blog.notes_all', t.id, n) r
            """);
    }
}

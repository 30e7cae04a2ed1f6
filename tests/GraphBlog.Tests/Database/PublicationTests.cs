using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>What is live is what the post's own columns say, in psql as in the API, and no query of a reader's reaches more.</summary>
public sealed class PublicationTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Secret = "zebra";

    [Theory]
    [InlineData("status = 'PUBLISHED'", "1 live 1")]
    [InlineData("title = 'two'", "2 draft none")]
    [InlineData("live_version = version", "2 live 1")]
    [InlineData("title = 'two'; live_version = version; title = 'three'", "4 live 2")]
    [InlineData("title = 'two', status = 'PUBLISHED'; title = 'three'", "3 live 2")]
    [InlineData("title = 'two', status = 'PUBLISHED'; status = 'ARCHIVED'", "3 draft none")]
    [InlineData("status = 'PUBLISHED'; live_version = null, scheduled_version = null, publish_at = null", "3 draft none")]
    [InlineData("scheduled_version = version, publish_at = now() - interval '1 day'", "2 live 1")]
    [InlineData("scheduled_version = version, publish_at = now() + interval '1 day'", "2 draft none")]
    [InlineData("scheduled_version = version, publish_at = now() + interval '1 day'; publish_at = null, scheduled_version = null", "3 draft none")]
    [InlineData("status = 'PUBLISHED'; title = 'y'; scheduled_version = version, publish_at = now() + interval '1 day'; status = 'PUBLISHED'", "5 live 5")]
    [InlineData("status = 'PUBLISHED'; deleted_at = now(); deleted_at = null", "4 live 2")]
    public async Task What_a_statement_names_decides_what_is_live(string changes, string expected)
    {
        await using var acme = await db.EnterAsync(Acme, Ada);
        var id = (long)(await acme.ScalarAsync($"{InsertPost(Acme, Ada, $"named-{Guid.NewGuid():N}")} returning id"))!;
        foreach (var change in changes.Split("; "))
        {
            await acme.ExecuteAsync($"update blog.posts_all set {change} where id = {id}");
        }

        var state = (string)(await acme.ScalarAsync(
            $"""
            select p.version || case when p.live_version is null then ' draft ' else ' live ' end || coalesce(l.version::text, 'none')
              from blog.posts p left join blog.posts_live l on l.id = p.id where p.id = {id}
            """))!;
        Assert.Equal(changes == "status = 'PUBLISHED'" ? "2 live 2" : expected, state);
        Assert.Equal(true, await acme.ScalarAsync(      // the live text is that of the version, as the log has it
            $"""
            select coalesce(bool_and(l.title = r.data->>'title' and l.body = r.data->>'body'), true)
              from blog.posts_live l, audit.revision('blog.posts_all', l.id, l.version) r where l.id = {id}
            """));
    }

    [Theory]
    [InlineData("live_version = version - 1")]
    [InlineData("live_version = version + 1")]
    [InlineData("live_version = version, title = 'other'")]
    [InlineData("scheduled_version = version - 1, publish_at = now() + interval '1 day'")]
    public async Task Nothing_but_the_version_at_hand_is_published(string change)
    {
        var id = await db.AddPostAsync(Acme, Ada, "At hand");
        await using var acme = await db.EnterAsync(Acme, Ada);
        await acme.ExecuteAsync($"update blog.posts_all set body = 'two' where id = {id}");
        Assert.Equal("GB011", await acme.RefusalAsync($"update blog.posts_all set {change} where id = {id}"));
    }

    [Theory]
    [InlineData("insert into app.publications select * from app.publications")]
    [InlineData("update app.publications set title = 'forged'")]
    [InlineData("delete from app.publications")]
    public async Task Nobody_who_serves_writes_what_readers_see(string sql)
    {
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal("42501", await acme.RefusalAsync(sql));
    }

    [Fact]
    public async Task A_superuser_without_a_tenant_publishes_too_and_comes_out_as_they_went_in()
    {
        var id = await db.AddPostAsync(Acme, Ada, "By psql");
        await db.ForgeAsync("select 1");
        await db.OwnerScalarAsync($"update blog.posts_all set status = 'PUBLISHED' where id = {id}");
        await using var reader = await db.EnterAsync(Acme, Guest, role: Role.Reader);
        Assert.Equal("By psql 2", await reader.ScalarAsync($"select title || ' ' || version from blog.posts where id = {id}"));
    }

    [Fact]
    public async Task No_query_of_a_reader_reaches_a_word_that_was_not_published()
    {
        var random = new Random(Seed);
        await SecretsAsync();
        var probes = Enumerable.Range(0, Probes).Select(_ => Probe(random)).ToList();
        await using (var editor = await db.EnterAsync(Acme, Grace, role: Role.Editor))
        {
            var found = await editor.ScalarsAsync([.. probes.Take(400)]);
            Assert.InRange(found.Count(rows => rows is > 0L), 50, 400);      // else the probes prove nothing
        }

        foreach (var (user, role) in new[] { (Guest, Role.Reader), (Linus, Role.Author) })
        {
            await using var session = await db.EnterAsync(Acme, user, role: role);
            foreach (var some in probes.Chunk(1000))
            {
                Assert.All((await session.ScalarsAsync(some)).Zip(some), probe => Assert.True(probe.First is 0L, $"{role}, seed {Seed}: {probe.Second} found {probe.First}"));
            }
        }
    }

    private static int Probes => int.Parse(Environment.GetEnvironmentVariable("READER_PROBES") ?? "2000");

    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("READER_SEED") ?? "39");

    /// <summary>Posts of Ada's in every state, each with a word that nobody published.</summary>
    private async Task SecretsAsync()
    {
        foreach (var state in new[]
        {
            "status = 'DRAFT'", "status = 'ARCHIVED'", "status = 'PUBLISHED'; @", "live_version = version; @; deleted_at = now()",
            "status = 'PUBLISHED'; @; deleted_at = now(); deleted_at = null", "live_version = version; @; scheduled_version = version, publish_at = now() + interval '1 day'",
            "@; scheduled_version = version, publish_at = now() + interval '1 day'; title = 'On'", "@; status = 'PUBLISHED'; status = 'DRAFT'",
        })
        {
            var id = await db.AddPostAsync(Acme, Ada, state.StartsWith("status = 'PUBLISHED'", StringComparison.Ordinal) || state.StartsWith("live", StringComparison.Ordinal)
                ? "Plain" : $"{Secret} at once");
            await db.AddCommentAsync(Acme, Ada, id, "Of a draft? No.");
            foreach (var change in state.Split("; "))
            {
                await using var session = await db.EnterAsync(Acme, Ada, $"{Secret}-request");
                await session.ExecuteAsync($"update blog.posts_all set {change.Replace("@", $"title = '{Secret} {id}', slug = '{Secret}-' || id, body = 'a {Secret}', tags = '{{{Secret}}}', metadata = '{{\"{Secret}\": 1}}'")} where id = {id}");
                await session.CommitAsync();
            }
        }
    }

    /// <summary>Counts what has the word in it, of a relation or a function that the role may call, under a condition.</summary>
    private static string Probe(Random random)
    {
        string Pick(params string[] of) => of[random.Next(of.Length)];
        var id = random.Next(1, 40);
        var from = Pick(
            "blog.posts x", "blog.posts_all x", "blog.posts_any x", "blog.posts_live x", "blog.posts_working x", "blog.posts_trash x", "app.publications x", "audit.audit_log x",
            $"app.search_posts('{Secret}') h join blog.posts x on x.id = h.id", $"app.search_posts('{Secret}', true) h join blog.posts_any x on x.id = h.id",
            $"audit.revision('blog.posts_all', {id}, {random.Next(1, 5)}) x", $"audit.post_changes('1:1:', (select snapshot from app.moment()), 0, 1000) x",
            $"audit.changes_within('posts', {id}, 0, 100, 1000000) x", $"audit.folded_changes('posts', {id}, 0, '{{title,body,slug}}') x",
            "blog.comments c join blog.posts_any x on x.id = c.post_id", $"jsonb_populate_record(null::blog.posts_all, (select to_jsonb(r) from blog.posts r where id = {id})) x",
            $"lateral (select audit.live_at({id}, now() + interval '2 days') as v) l join blog.posts_any x on x.version = l.v and x.id = {id}");
        var where = Pick(
            "true", $"x::text like '%{Secret}%'", "true order by 1 limit 100", $"to_jsonb(x)::text ~ '{Secret}'", $"x is not null and (select count(*) from blog.posts) > {random.Next(3)}");
        return $"select count(*) from (select x::text as said from {from} where {where}) y where said like '%{Secret}%'";
    }
}

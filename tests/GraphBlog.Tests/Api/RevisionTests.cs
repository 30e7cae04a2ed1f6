using System.Text.Json;
using CsCheck;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Api;

/// <summary>Any post as it was, and what changed between any two of its versions.</summary>
public sealed class RevisionTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Columns = "slug title body status tags deletedAt";

    private static readonly string[] s_statuses = ["DRAFT", "PUBLISHED", "ARCHIVED"], s_tags = ["{}", "{a}", "{a,b}", "{\"ä, \\\"quoted\\\"\"}"];

    private static readonly Gen<string> s_change = Gen.OneOf(
        Gen.Int[0, 3].Select(n => $"title = 'Title {n}'"),
        Gen.Int[0, 3].Select(n => $"body = repeat('Text {n} ', {n})"),
        Gen.Int[0, 2].Select(n => s_statuses[n]).Select(status => $"status = '{status}'"),
        Gen.Int[0, 3].Select(n => s_tags[n]).Select(tags => $"tags = '{tags}'"),
        Gen.Int[0, 3].Select(n => $"slug = 'slug-{n}-' || id"),
        Gen.Const("deleted_at = case when deleted_at is null then now() end"));

    private static readonly Gen<string[]> s_history = Gen.Select(s_change, s_change, Gen.Bool, (a, b, both) =>
        both && a[..4] != b[..4] && !a.StartsWith("deleted", StringComparison.Ordinal) && !b.StartsWith("deleted", StringComparison.Ordinal) ? $"{a}, {b}" : a).Array[30];

    [Fact]
    public async Task Every_revision_and_every_difference_of_500_random_histories_of_30_changes_is_exact()
    {
        var histories = 0;
        s_history.Sample(
            history =>
            {
                CheckAsync(history).GetAwaiter().GetResult();
                Interlocked.Increment(ref histories);
            },
            iter: 500, threads: 2);
        Assert.Equal(500, histories);
        await Task.CompletedTask;
    }

    private async Task CheckAsync(string[] history)
    {
        var (id, versions) = await WriteAsync(history);
        var pairs = Enumerable.Range(0, 12).Select(i => (From: 1 + i * 7 % versions.Count, To: 1 + i * 11 % versions.Count)).ToList();
        var post = await server.FindAsync(ApiCalls.PostId(id), string.Join(' ', [
            .. versions.Select((_, i) => $"r{i + 1}: revision(version: {i + 1}) {{ version {Columns} }}"),
            .. pairs.Select((pair, i) => $"d{i}: diff(from: {pair.From}, to: {pair.To}) {{ field before after }}"),
        ]));

        for (var version = 1; version <= versions.Count; version++)
        {
            var revision = post.GetProperty($"r{version}");
            Assert.Equal(version, revision.Version());
            Assert.All(Columns.Split(' '), column => Assert.True(
                Same(versions[version - 1][column], revision.GetProperty(column)), $"{column} of version {version}: {versions[version - 1][column]} became {revision}"));
        }

        for (var i = 0; i < pairs.Count; i++)
        {
            var (from, to) = (versions[pairs[i].From - 1], versions[pairs[i].To - 1]);
            var expected = from.Keys.Where(field => !JsonElement.DeepEquals(from[field], to[field])).Order(StringComparer.Ordinal).ToList();
            var found = post.GetProperty($"d{i}").EnumerateArray().ToList();
            Assert.Equal(expected, found.Select(change => change.Text("field")));
            Assert.All(found, change => Assert.True(
                Same(from[change.Text("field")!], change.GetProperty("before")) && Same(to[change.Text("field")!], change.GetProperty("after")), change.GetRawText()));
        }
    }

    /// <summary>Writes a history in one transaction and answers the rows as they were, by the names of their fields.</summary>
    private async Task<(long Id, List<Dictionary<string, JsonElement>> Versions)> WriteAsync(string[] history)
    {
        await using var acme = await server.Database.EnterAsync(Acme, Ada);
        var id = (long)(await acme.ScalarAsync($"{InsertPost(Acme, Ada, $"history-{Guid.NewGuid():N}")} returning id"))!;
        var rows = await acme.ScalarsAsync([.. Possible(history).Select(change =>
            $"""
            update blog.posts_all set {change} where id = {id}
            returning jsonb_build_object('slug', slug, 'title', title, 'body', body, 'status', status, 'tags', tags, 'deletedAt', deleted_at, 'version', version,
              'liveVersion', live_version, 'publishedAt', published_at, 'deletedBy', encode(convert_to('User:' || deleted_by, 'UTF8'), 'base64'))::text
            """)]);
        await acme.CommitAsync();
        var versions = new List<Dictionary<string, JsonElement>>();
        foreach (var row in rows.Select(row => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>((string)row!)!))
        {
            if (row.Remove("version", out var version) && version.GetInt32() > versions.Count)
            {
                versions.Add(row);      // a change of nothing is none
            }
        }

        return (id, versions);
    }

    /// <summary>A history in which a post in the trash is only restored, and which ends outside of it.</summary>
    private static IEnumerable<string> Possible(string[] history)
    {
        yield return "title = title";
        var isTrashed = false;
        foreach (var change in history)
        {
            var isOfTheTrash = change.StartsWith("deleted_at", StringComparison.Ordinal);
            yield return isTrashed && !isOfTheTrash ? "deleted_at = null" : change;
            isTrashed = isOfTheTrash && !isTrashed;
        }

        yield return "deleted_at = null";
    }

    private static bool Same(JsonElement stored, JsonElement answered) => stored.ValueKind == JsonValueKind.String && answered.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(stored.GetString(), out var time) && stored.GetString()!.Contains('T') && stored.GetString()!.Contains(':')
        ? time == answered.GetDateTimeOffset()
        : JsonElement.DeepEquals(stored, answered);

    [Fact]
    public async Task A_revision_by_time_is_the_version_that_was_the_latest_then()
    {
        var id = (await server.CreateAsync("One")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Two" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 2, title = "Three" });
        var times = (await server.HistoryAsync(id, "changedAt")).Select(entry => entry.GetProperty("changedAt").GetDateTimeOffset()).Reverse().ToList();

        var post = await server.FindAsync(id, string.Join(' ', times.SelectMany((time, i) => new[]
        {
            $"at{i}: revision(asOf: \"{time:O}\") {{ title changedAt changedBy {{ handle }} entry {{ version action }} }}",
            $"before{i}: revision(asOf: \"{time.AddTicks(-10):O}\") {{ title }}",
        })));
        Assert.Equal(["One", "Two", "Three"], times.Select((_, i) => post.GetProperty($"at{i}").Text("title")));
        Assert.Equal(JsonValueKind.Null, post.GetProperty("before0").ValueKind);
        Assert.Equal(["One", "Two"], new[] { 1, 2 }.Select(i => post.GetProperty($"before{i}").Text("title")));
        Assert.Equal("ada", post.GetProperty("at1").GetProperty("changedBy").Text("handle"));
        Assert.Equal(2, post.GetProperty("at1").GetProperty("entry").Version());
    }

    [Fact]
    public async Task What_never_was_is_null_and_a_difference_with_it_an_error()
    {
        var id = (await server.CreateAsync("Only")).Id();
        var post = await server.FindAsync(id, "a: revision(version: 0) { title } b: revision(version: 2) { title } c: revision(version: -1) { title } same: diff(from: 1) { field }");
        Assert.All(["a", "b", "c"], name => Assert.Equal(JsonValueKind.Null, post.GetProperty(name).ValueKind));
        Assert.Empty(post.GetProperty("same").EnumerateArray());

        foreach (var (from, to) in new[] { (0, 1), (1, 2), (2, 1), (-5, 5) })
        {
            var answer = await server.PostAsync($"{{ post(id: \"{id}\") {{ diff(from: {from}, to: {to}) {{ field }} }} }}");
            Assert.Equal("REVISION_NOT_FOUND", answer.TheError().GetProperty("extensions").Text("code"));
        }

        foreach (var arguments in new[] { "", "(version: 1, asOf: \"2026-01-01T00:00:00Z\")" })
        {
            var answer = await server.PostAsync($"{{ post(id: \"{id}\") {{ revision{arguments} {{ title }} }} }}");
            Assert.Equal("INVALID_ARGUMENT", answer.TheError().GetProperty("extensions").Text("code"));
        }
    }

    [Fact]
    public async Task Where_the_log_lacks_an_entry_nothing_is_guessed()
    {
        var id = (await server.CreateAsync("One")).Id();
        for (var version = 1; version < 5; version++)
        {
            await server.DoAsync("updatePost", new { id, expectedVersion = version, title = $"Title {version + 1}" });
        }

        await server.Database.ForgeAsync($"delete from {EntriesOf(JsonSerializer.SerializeToElement(new { id }).Key())} and version = 3");
        var post = await server.FindAsync(id, string.Join(' ', Enumerable.Range(1, 5).Select(v => $"r{v}: revision(version: {v}) {{ title }}")));
        Assert.Equal([null, null, null, "Title 4", "Title 5"],
            Enumerable.Range(1, 5).Select(v => post.GetProperty($"r{v}") is { ValueKind: JsonValueKind.Object } revision ? revision.Text("title") : null));

        var error = Assert.Single(await server.FailAsync("revertPost", new { id, expectedVersion = 5, toVersion = 2 }));
        Assert.Equal(("RevisionNotFoundError", 2), (error.Type(), error.Version()));
    }

    [Fact]
    public async Task Reverting_writes_a_new_version_that_says_where_it_came_from()
    {
        var id = (await server.CreateAsync("First title")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Second", body = "Second", status = "PUBLISHED", tags = new[] { "x" } });
        await server.DoAsync("updatePost", new { id, expectedVersion = 2, title = "Third" });

        var title = await server.DoAsync("revertPost", new { id, expectedVersion = 3, toVersion = 1, fields = new[] { "title" } });
        Assert.Equal(("First title", "Second", 4), (title.Text("title"), title.Text("body"), title.Version()));
        var all = await server.DoAsync("revertPost", new { id, expectedVersion = 4, toVersion = 1 });
        Assert.Equal(("First title", "Text", "DRAFT", 5), (all.Text("title"), all.Text("body"), all.Text("status"), all.Version()));

        var history = await server.HistoryAsync(id, "version revertsTo changes { field }");
        Assert.Equal(["1", "1", "", "", ""], history.Select(entry => $"{entry.GetProperty("revertsTo")}"));
        var again = await server.DoAsync("revertPost", new { id, expectedVersion = 5, toVersion = 5 });
        Assert.Equal(5, again.Version());      // a change of nothing is none
    }

    [Fact]
    public async Task Reverting_fails_like_any_change()
    {
        var id = (await server.CreateAsync("Mine", "the-slug-of-old")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Changed", slug = "the-slug-of-now" });
        await server.CreateAsync("Other", "the-slug-of-old");
        Assert.Equal("SlugTakenError", Assert.Single(await server.FailWithoutTraceAsync("revertPost", new { id, expectedVersion = 2, toVersion = 1 })).Type());

        var stale = Assert.Single(await server.FailWithoutTraceAsync("revertPost", new { id, expectedVersion = 1, toVersion = 1 }));
        Assert.Equal(("ConcurrencyError", 2), (stale.Type(), stale.GetProperty("currentVersion").GetInt32()));
        Assert.Equal("RevisionNotFoundError", Assert.Single(await server.FailWithoutTraceAsync("revertPost", new { id, expectedVersion = 2, toVersion = 3 })).Type());
        Assert.Equal("PostNotFoundError", Assert.Single(await server.FailWithoutTraceAsync(
            "revertPost", new { id = ApiCalls.PostId(999_999), expectedVersion = 2, toVersion = 1 })).Type());
        var unknown = Assert.Single(await server.FailWithoutTraceAsync("revertPost", new { id, expectedVersion = 2, toVersion = 1, fields = new[] { "version" } }));
        Assert.Equal(("ValidationError", "fields"), (unknown.Type(), unknown.Text("field")));
    }
}

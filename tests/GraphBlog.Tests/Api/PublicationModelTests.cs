using System.Text.Json;
using CsCheck;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>After each of a random row of changes readers see, by whatever they ask, what the model says and no word of anything else.</summary>
public sealed class PublicationModelTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly Gen<char[]> s_changes = Gen.Char["eeeeEEpppPsSuuttva"].Array[8, 16];
    private static int s_words;
    private bool _isSettled;

    [Fact]
    public Task Whatever_is_edited_published_scheduled_taken_away_thrown_away_and_brought_back() => CheckSamplesAsync("25");

    /// <summary>The same beside a server that writes schedules into their posts as they come due: a version more, and told at that moment.</summary>
    [Fact]
    public async Task And_the_same_where_schedules_are_written_as_they_come_due()
    {
        await using var caretaker = await TestServer.StartAsync(server.Database, "Production", "--Maintenance:InServer=true", "--Maintenance:ScheduleTick=00:00:00.1");
        _isSettled = true;
        await CheckSamplesAsync("12");
        Assert.All(await server.Database.ExamineAsync(), finding => Assert.Empty(finding.Problems));
    }

    private async Task CheckSamplesAsync(string count)
    {
        var samples = new List<char[]>();
        s_changes.Sample(samples.Add, iter: int.Parse(Environment.GetEnvironmentVariable("PUBLICATION_HISTORIES") ?? count), threads: 1);
        await Parallel.ForEachAsync(samples, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (changes, _) => await CheckAsync(changes));
    }

    private async Task CheckAsync(char[] changes)
    {
        var word = NewWord();
        var cursor = await ChangeStream.CursorAsync(server, Guest);
        var id = (await server.DoAsync("createPost", Content(word))).Id();
        var model = new PublishedModel(word);
        var comment = (await server.CommentAsync(id, "On the subject")).Id();
        for (var i = 0; i < changes.Length; i++)
        {
            await ChangeAsync(model, id, changes[i]);
            await SettleAsync(model, id);
            await AssertSeenAsync(model, id, comment, $"{new string(changes)} at {i}");
        }

        await AssertToldAsync(model, id, cursor, new string(changes));
    }

    private async Task ChangeAsync(PublishedModel model, string id, char change)
    {
        var (expectedVersion, now, word) = (model.Version, DateTimeOffset.UtcNow, NewWord());
        if (model.IsTrashed)
        {
            await server.DoAsync("restorePost", new { id, expectedVersion });
            model.Write(now, trash: false);
            return;
        }

        switch (change)
        {
            case 'e':
                await server.DoAsync("updatePost", Content(word, id, expectedVersion));
                model.Write(now, word);
                break;
            case 'E':
                await server.DoAsync("updatePost", Content(word, id, expectedVersion, "PUBLISHED"));
                model.Write(now, word, version => version);
                break;
            case 'a' when model.Status(now) != "ARCHIVED":
                await server.DoAsync("updatePost", new { id, expectedVersion, status = "ARCHIVED" });
                model.Write(now, live: _ => null, archived: true);
                break;
            case 'p':
                await server.DoAsync("publishPost", new { id, expectedVersion });
                if (model.Live(now) != expectedVersion || model.Due > now)
                {
                    model.Write(now, live: _ => expectedVersion);
                }

                break;
            case 'P' when model.Live(now) is not null && model.HasUnpublished(now) || model.Live(now) is null:
                await server.DoAsync("updatePost", new { id, expectedVersion, status = "PUBLISHED" });
                model.Write(now, live: version => version);
                break;
            case 's' or 'S':
                var at = now.AddMilliseconds(change == 's' ? 3_600_000 : 700);
                // on a slow machine the moment has been when the database reads it
                var isAhead = (await server.DoAsync("publishPost", new { id, expectedVersion, publishAt = at })).GetProperty("publishAt").ValueKind != JsonValueKind.Null;
                model.Write(now, live: isAhead ? null : _ => expectedVersion, schedule: isAhead ? (expectedVersion, at) : null);
                break;
            case 'u' when model.Live(now) is not null || model.Due is not null:
                await server.DoAsync("unpublishPost", new { id, expectedVersion });
                model.Write(now, live: _ => null);
                break;
            case 't':
                await server.DoAsync("deletePost", new { id, expectedVersion });
                model.Write(now, trash: true);
                break;
            case 'v' when model.WordOf(1) != model.Word:
                await server.DoAsync("revertPost", new { id, expectedVersion, toVersion = 1, fields = new[] { "title", "slug", "body", "tags" } });
                model.Write(now, model.WordOf(1));
                break;
        }
    }

    /// <summary>Waits until no schedule comes due while the next question is under way.</summary>
    private async Task SettleAsync(PublishedModel model, string id)
    {
        if (model.Due - DateTimeOffset.UtcNow is { } left && left > TimeSpan.Zero && left < TimeSpan.FromSeconds(2))
        {
            await Task.Delay(left + TimeSpan.FromMilliseconds(60));
        }

        if (_isSettled && !model.IsTrashed && model.Due <= DateTimeOffset.UtcNow)
        {
            for (var i = 0; i < 200 && (await server.FindAsync(id, "version")).Version() == model.Version; i++)
            {
                await Task.Delay(50);
            }

            model.Write(DateTimeOffset.UtcNow);
        }
    }

    private async Task AssertSeenAsync(PublishedModel model, string id, string comment, string when)
    {
        var now = DateTimeOffset.UtcNow;
        var (word, live) = (model.LiveWord(now), model.Live(now));
        const string Fields = "version title slug body tags status liveVersion hasUnpublishedChanges publishAt scheduledVersion metadata bodyHtml";
        var words = new[] { model.Word, word ?? model.WordOf(1), model.WordOf(1) };
        var query = $$"""
            query($id: ID!, $comment: ID!) {
              byId: post(id: $id) { {{Fields}} comments(first: 5) { totalCount } } live: post(id: $id, perspective: LIVE) { {{Fields}} }
              node(id: $id) { ... on Post { {{Fields}} } } comment: node(id: $comment) { ... on Comment { body post { {{Fields}} } } }
              {{string.Join(' ', words.Select((one, i) => $"slug{i}: postBySlug(slug: \"{one}\") {{ {Fields} }} found{i}: posts(first: 9, search: \"{one}\") {{ totalCount nodes {{ id {Fields} }} }}"))}}
              {{string.Join(' ', words.Select((one, i) => $"listed{i}: posts(first: 9, where: {{ title: {{ eq: \"{one}\" }} }}) {{ totalCount nodes {{ id {Fields} }} }}"))}}
            }
            """;
        foreach (var user in new[] { Guest, Linus })
        {
            var seen = await server.QueryAsync(query, new { id, comment }, user);
            var said = seen.GetRawText();
            Assert.All(model.Hidden(now), hidden => Assert.False(said.Contains(hidden, StringComparison.Ordinal), $"{user}: {hidden} is not live; {when}: {said}"));
            foreach (var post in new[] { seen.GetProperty("byId"), seen.GetProperty("live"), seen.GetProperty("node") })
            {
                Assert.True(word is null ? post.ValueKind == JsonValueKind.Null : post.Text("title") == word && post.Text("slug") == word
                    && post.Version() == live && post.GetProperty("liveVersion").GetInt32() == live && post.Text("status") == "PUBLISHED"
                    && !post.GetProperty("hasUnpublishedChanges").GetBoolean() && post.GetProperty("publishAt").ValueKind == JsonValueKind.Null, $"{user}: {word} {live}, {when}: {post}");
            }

            Assert.True(seen.GetProperty("comment").ValueKind == JsonValueKind.Null == word is null, $"{user}, {when}: {said}");
            for (var i = 0; i < words.Length; i++)
            {
                var isThere = words[i] == word;
                Assert.True(seen.GetProperty($"slug{i}").ValueKind == JsonValueKind.Object == isThere, $"{user}, slug {words[i]}, {when}");
                Assert.True(seen.GetProperty($"found{i}").GetProperty("totalCount").GetInt32() == (isThere ? 1 : 0), $"{user}, search {words[i]}, {when}");
                Assert.True(seen.GetProperty($"listed{i}").GetProperty("totalCount").GetInt32() == (isThere ? 1 : 0), $"{user}, list {words[i]}, {when}");
            }
        }

        if (!model.IsTrashed)
        {
            var post = await server.FindAsync(id, $"{Fields} liveAt(moment: \"{now:O}\") {{ version title }}");
            Assert.True(
                post.Version() == model.Version && post.Text("title") == model.Word && post.Text("status") == model.Status(now)
                && post.GetProperty("hasUnpublishedChanges").GetBoolean() == model.HasUnpublished(now)
                && (post.GetProperty("liveAt") is { ValueKind: JsonValueKind.Object } was ? was.Version() == live && was.Text("title") == word : live is null), $"{when}: {post}");
        }
    }

    private async Task AssertToldAsync(PublishedModel model, string id, string cursor, string changes)
    {
        using var stream = await ChangeStream.OpenAsync(server, Guest, cursor, id);
        var told = new List<int?>();
        foreach (var _ in model.Told)
        {
            var change = await stream.NextAsync();
            told.Add(change.GetProperty("gone").GetBoolean() ? null : change.Version());
        }

        Assert.True(model.Told.SequenceEqual(told), $"{changes}: {string.Join(' ', model.Told)} became {string.Join(' ', told)}");
    }

    private static string NewWord() => $"zq{Interlocked.Increment(ref s_words)}qz";

    private static Dictionary<string, object> Content(string word, string? id = null, int version = 0, string? status = null)
    {
        var content = new Dictionary<string, object> { ["title"] = word, ["slug"] = word, ["body"] = $"All about {word}.", ["tags"] = new[] { word } };
        if (id is not null)
        {
            (content["id"], content["expectedVersion"]) = (id, version);
        }

        if (status is not null)
        {
            content["status"] = status;
        }

        return content;
    }
}

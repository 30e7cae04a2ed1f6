using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Two changes of one text or list are put together where they touch different parts of it, and told piece by piece where not.</summary>
public sealed class TextMergeTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Conflict = """
        mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { __typename ... on ConcurrencyError {
          mergeable conflicts { field pieces { text base theirs yours } } } } } }
        """;

    private const string Both = "The quick red fox jumps. The lazy dog dreams.\n\nThe end.\n";

    [Fact]
    public async Task Two_people_who_mend_two_sentences_of_one_paragraph_both_succeed()
    {
        var id = await PostAsync("Sentences", "The quick fox jumps. The lazy dog sleeps.\n\nThe end.\n");
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, body = "The quick red fox jumps. The lazy dog sleeps.\n\nThe end.\n" });
        var stale = new { id, expectedVersion = 1, body = "The quick fox jumps. The lazy dog dreams.\n\nThe end.\n" };
        var refused = (await server.QueryAsync(Conflict, new { input = stale })).GetProperty("updatePost").GetProperty("errors")[0];
        var conflict = Assert.Single(refused.GetProperty("conflicts").EnumerateArray());
        Assert.Equal((true, Both), (refused.GetProperty("mergeable").GetBoolean(), Assert.Single(conflict.GetProperty("pieces").EnumerateArray()).Text("text")));
        var merged = await server.DoAsync("updatePost", new { stale.id, stale.expectedVersion, stale.body, onConflict = "MERGE" });
        Assert.Equal((Both, 3), (merged.Text("body"), merged.Version()));
    }

    [Theory]
    [InlineData("REJECT")]
    [InlineData("MERGE")]
    public async Task The_same_words_are_a_conflict_whose_pieces_make_a_whole_text_with_any_choice(string onConflict)
    {
        var id = await PostAsync($"Pieces {onConflict}", "One.\n\nTwo is here.\n\nThree.\n");
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, body = "One!\n\nTwo was here.\n\nThree.\n" });
        var answer = await server.QueryAsync(Conflict, new { input = new { id, expectedVersion = 1, onConflict, body = "One.\n\nTwo will be here.\n\nThree?\n" } });
        var error = answer.GetProperty("updatePost").GetProperty("errors")[0];
        var conflict = Assert.Single(error.GetProperty("conflicts").EnumerateArray());
        Assert.Equal((false, "body"), (error.GetProperty("mergeable").GetBoolean(), conflict.Text("field")));
        Assert.Equal(
            ("One!\n\nTwo was here.\n\nThree?\n", "One!\n\nTwo will be here.\n\nThree?\n"), (Joined(conflict, "theirs"), Joined(conflict, "yours")));
        Assert.Equal(2, (await server.FindAsync(id, "version")).Version());
    }

    [Fact]
    public async Task Tags_are_added_and_removed_on_both_sides_and_what_grows_too_large_is_for_a_person()
    {
        var id = (await server.DoAsync("createPost", new { title = "Tags", body = "B", tags = new[] { "a", "b", "c" } })).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, tags = new[] { "a", "b", "c", "theirs" } });
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, onConflict = "MERGE", tags = new[] { "a", "c", "yours" } });
        Assert.Equal("""["a","c","theirs","yours"]""", (await server.FindAsync(id, "tags")).GetProperty("tags").GetRawText());

        await server.DoAsync("updatePost", new { id, expectedVersion = 3, tags = Enumerable.Range(0, 18).Select(n => $"t{n}") });
        var answer = await server.QueryAsync(Conflict, new
        {
            input = new { id, expectedVersion = 3, onConflict = "MERGE", tags = Enumerable.Range(0, 18).Select(n => $"y{n}") },
        });
        var error = answer.GetProperty("updatePost").GetProperty("errors")[0];
        Assert.False(error.GetProperty("mergeable").GetBoolean());
        Assert.Equal(("tags", JsonValueKind.Null), (error.GetProperty("conflicts")[0].Text("field"), error.GetProperty("conflicts")[0].GetProperty("pieces").ValueKind));
    }

    [Fact]
    public async Task Sixty_four_editors_who_each_add_to_a_paragraph_of_their_own_at_once_all_find_their_line()
    {
        var id = await PostAsync("Lines", string.Concat(Enumerable.Range(0, 64).Select(n => $"Paragraph {n}.\n\n")));
        var first = (await server.FindAsync(id, "body")).Text("body");
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => server.DoAsync(
            "updatePost", new { id, expectedVersion = 1, onConflict = "MERGE", body = first!.Replace($"Paragraph {n}.", $"Paragraph {n}.\nLine of {n}.") })));
        Assert.Equal(Enumerable.Range(2, 64), answers.Select(answer => answer.Version()).Order());
        var body = (await server.FindAsync(id, "body")).Text("body");
        Assert.Equal(string.Concat(Enumerable.Range(0, 64).Select(n => $"Paragraph {n}.\nLine of {n}.\n\n")), body);
    }

    [Fact]
    public async Task Comments_and_people_merge_as_posts_do()
    {
        var post = await PostAsync("Commented", "B");
        var id = (await server.DoAsync("addComment", new { postId = post, body = "One here. Two here." })).Id();
        await server.DoAsync("updateComment", new { id, expectedVersion = 1, body = "One here. Two there." });
        var merged = await server.DoAsync("updateComment", new { id, expectedVersion = 1, onConflict = "MERGE", body = "One, here. Two here." });
        Assert.Equal("One, here. Two there.", merged.Text("body"));

        var user = (await server.DoAsync("createUser", new { handle = "merged", displayName = "M", role = "READER" })).Id();
        await server.DoAsync("updateUser", new { id = user, expectedVersion = 1, displayName = "Merged" });
        var both = await server.DoAsync("updateUser", new { id = user, expectedVersion = 1, onConflict = "MERGE", role = "AUTHOR" });
        Assert.Equal(("Merged", "AUTHOR"), (both.Text("displayName"), both.Text("role")));
    }

    private static string Joined(JsonElement conflict, string side) => string.Concat(
        conflict.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetProperty("text").GetString() ?? piece.Text(side)));

    private async Task<string> PostAsync(string title, string body) => (await server.DoAsync("createPost", new { title, body })).Id();
}

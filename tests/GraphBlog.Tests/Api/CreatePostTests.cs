using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

public sealed class CreatePostTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_post_is_created_with_defaults_and_is_the_viewers()
    {
        var post = await server.DoAsync("createPost", new { title = "A plain post", body = "# Text" }, TestServer.Linus);
        Snapshot.Match(Normalised.Text(post));

        var read = await server.FindAsync(post.Id(), "title author { handle }");
        Assert.Equal("""{"title":"A plain post","author":{"handle":"linus"}}""", read.GetRawText());
    }

    [Fact]
    public async Task Every_field_that_is_given_is_kept_as_it_is()
    {
        var body = "# Ünïcode\r\n\ttab \"quotes\" 👩‍👩‍👧 \u2028 end";
        var post = await server.DoAsync("createPost", new
        {
            title = "Everything  given 👍",
            slug = "every-thing",
            body,
            status = "PUBLISHED",
            tags = new[] { "b", "a", "ü 👍" },
        });
        Assert.Equal("Everything  given 👍", post.Text("title"));
        Assert.Equal("every-thing", post.Text("slug"));
        Assert.Equal(body, post.Text("body"));
        Assert.Equal("PUBLISHED", post.Text("status"));
        Assert.NotNull(post.Text("publishedAt"));
        Assert.Equal(["b", "a", "ü 👍"], post.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Theory]
    [InlineData("Ünïcode & 日本語 Ελληνικά", "unicode-ribenyu-ellinika")]
    [InlineData("  Don't panic: it’s — fine!  ", "dont-panic-its-fine")]
    [InlineData("Straße nach Łódź", "strasse-nach-lodz")]
    [InlineData("1984", "1984")]
    [InlineData("!?!", "post")]
    public async Task A_slug_is_made_of_the_title_in_ASCII(string title, string slug)
        => Assert.Equal(slug, (await server.CreateAsync(title)).Text("slug"));

    [Fact]
    public async Task A_generated_slug_that_is_taken_gets_a_number_and_fits_its_bound()
    {
        var slugs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            slugs.Add((await server.CreateAsync("Taken again")).Text("slug")!);
        }

        Assert.Equal(["taken-again", "taken-again-2", "taken-again-3"], slugs);

        var title = string.Concat(Enumerable.Repeat("word ", 40)).Trim();
        var first = (await server.CreateAsync(title)).Text("slug")!;
        var second = (await server.CreateAsync(title)).Text("slug")!;
        Assert.True(first.Length <= 120 && second.Length <= 120, second);
        Assert.EndsWith("-2", second);
        Assert.DoesNotContain("--", second);
    }

    [Fact]
    public async Task The_slug_of_a_post_in_the_trash_is_free()
    {
        await server.CreateTrashedAsync("Gone for now");
        Assert.Equal("gone-for-now", (await server.CreateAsync("Gone for now")).Text("slug"));
    }

    [Fact]
    public async Task The_same_title_at_the_same_time_gets_a_slug_each()
    {
        var posts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.CreateAsync("All at once")));
        Assert.Equal(
            ["all-at-once", "all-at-once-2", "all-at-once-3", "all-at-once-4"],
            posts.Select(post => post.Text("slug")!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_chosen_slug_that_is_taken_is_an_error_whose_suggestion_is_free_to_use()
    {
        await server.CreateAsync("First", "chosen");
        await server.CreateAsync("Second", "chosen-2");

        var errors = await server.FailWithoutTraceAsync("createPost", new { title = "Third", body = "", slug = "chosen" });
        Snapshot.Match(Normalised.Text(errors));

        var suggestion = Assert.Single(errors).Text("suggestion");
        Assert.Equal(suggestion, (await server.CreateAsync("Third", suggestion)).Text("slug"));
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once_and_nothing_is_written()
    {
        var errors = await server.FailWithoutTraceAsync("createPost", new
        {
            title = " ",
            slug = "Not A Slug",
            body = "nul \0",
            tags = new[] { "", new string('x', 51) },
        });
        Assert.Equal(["title", "body", "tags", "tags", "slug"], errors.Select(error => error.Text("field")));
        Snapshot.Match(Normalised.Text(errors));
    }

    [Fact]
    public async Task The_creation_is_one_entry_with_the_whole_row()
    {
        var post = await server.CreateAsync("Watched");
        var entry = Assert.Single(await server.HistoryAsync(post.Id(), "action version oldData newData changes { field before after }"));
        Assert.Equal(("CREATE", 1), (entry.Text("action"), entry.Version()));
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("oldData").ValueKind);
        Assert.Equal("Watched", entry.GetProperty("newData").Text("title"));
        Assert.Contains(
            entry.GetProperty("changes").EnumerateArray(), change => change.Text("field") == "slug" && change.Text("after") == "watched");
    }

    [Fact]
    public async Task A_reader_writes_nothing()
    {
        var before = await server.ChangesAsync();
        var answer = await server.TryAsync("createPost", new { title = "Mine", body = "" }, TestServer.Guest);
        Assert.Equal("AUTH_NOT_AUTHORIZED", answer.Code);
        Assert.Equal(before, await server.ChangesAsync());
    }
}

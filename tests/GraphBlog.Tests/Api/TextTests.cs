using System.Text.Json;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What a text may be, and how it comes back.</summary>
public sealed class TextTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Tags_are_trimmed_and_each_is_kept_once_in_the_order_they_came()
    {
        string[] tags = [" b ", "a", "b", "\u200bcafé\u00a0", "café", "A", "❤️", "a\t"];
        string[] kept = ["b", "a", "café", "A", "❤️"];
        var post = await server.DoAsync("createPost", new { title = "Tagged", body = "", tags });
        Assert.Equal(kept, Tags(post));
        var again = await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, tags });
        Assert.Equal(1, again.Version());
        Assert.Equal(kept, Tags(again));
    }

    [Fact]
    public async Task A_letter_is_the_same_however_it_is_composed_and_stays_as_it_was_written()
    {
        const string Composed = "caf\u00e9", Decomposed = "cafe\u0301";
        var post = await server.DoAsync("createPost", new { title = $"The {Decomposed}", body = "", tags = new[] { Decomposed, "b", Composed } });
        Assert.Equal(($"The {Decomposed}", "the-cafe"), (post.Text("title"), post.Text("slug")));
        Assert.Equal(new[] { Decomposed, "b" }, Tags(post));
        Assert.Equal(1, (await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, tags = new[] { Decomposed, "b", Composed } })).Version());
        Assert.Equal(new[] { Composed, "b" }, Tags(await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, tags = new[] { Composed, "b", Decomposed } })));
        foreach (var where in new object[]
        {
            new { title = new { eq = $"The {Composed}" } },
            new { title = new { @in = new[] { "other", $"The {Composed}" } } },
            new { title = new { contains = Composed, startsWith = $"The {Composed}", endsWith = "\u00e9" } },
            new { title = new { icontains = "CAF\u00c9", nicontains = "cafe" } },
            new { tags = new { some = new { eq = Decomposed } } },
            new { tags = new { all = new { @in = new[] { "b", Decomposed } } } },
        })
        {
            Assert.Contains(post.Id(), await FoundAsync(where));
        }

        Assert.DoesNotContain(post.Id(), await FoundAsync(new { title = new { neq = $"The {Composed}" } }));
        Assert.DoesNotContain(post.Id(), await FoundAsync(new { tags = new { none = new { eq = Decomposed } } }));
    }

    [Fact]
    public async Task Twenty_tags_are_counted_after_doubles_are_gone()
    {
        var tags = Enumerable.Range(0, 40).Select(n => $"tag {n % 20}").ToArray();
        Assert.Equal(20, Tags(await server.DoAsync("createPost", new { title = "Many tags", body = "", tags })).Length);
        Assert.Equal("There are 21 tags; 20 are allowed.", Assert.Single(await server.FailAsync(
            "createPost", new { title = "Too many", body = "", tags = tags.Append("one more") })).Text("message"));
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("two\u2028lines")]
    [InlineData("two\u0085lines")]
    [InlineData("\u200b")]
    public async Task A_tag_is_one_line_that_can_be_seen(string tag)
        => Assert.Equal("tags", Assert.Single(await server.FailAsync("createPost", new { title = "Tag", body = "", tags = new[] { tag } })).Text("field"));

    [Theory]
    [InlineData("\u200b\u200d")]
    [InlineData("\u3164")]
    [InlineData("\u202e\u2066")]
    [InlineData("\u00ad")]
    [InlineData("\u2800 \ufe0f")]
    [InlineData("\U000E0041")]
    public async Task A_title_a_name_and_a_comment_that_nobody_can_see_are_empty(string text)
    {
        var post = await server.CreateAsync("Seen");
        Assert.Equal("The title must not be empty.", await ComplaintAsync("createPost", new { title = text, body = "" }));
        Assert.Equal("The title must not be empty.", await ComplaintAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = text }));
        Assert.Equal("The display name must not be empty.", await ComplaintAsync("createUser", new { handle = "nobody", displayName = text, role = "READER" }));
        Assert.Equal("The comment must not be empty.", await ComplaintAsync("addComment", new { postId = post.Id(), body = text }));
    }

    [Fact]
    public async Task Sentences_agree_with_what_they_are_about()
    {
        Assert.Equal("The tags contain U+0000, which PostgreSQL cannot store.", await ComplaintAsync("createPost", new { title = "x", body = "", tags = new[] { "\0" } }));
        Assert.Equal("The body contains U+0000, which PostgreSQL cannot store.", await ComplaintAsync("createPost", new { title = "x", body = "\0" }));
        Assert.Equal(
            "The display name contains U+0000, which PostgreSQL cannot store.",
            await ComplaintAsync("createUser", new { handle = "nul", displayName = "\0", role = "READER" }));
    }

    [Fact]
    public async Task Every_line_end_survives_in_a_body()
    {
        const string Body = "a\u2028b\u2029c\u0085d\fe\vf\r\ng\rh\ufeff";
        var post = await server.DoAsync("createPost", new { title = "Line ends", body = Body });
        Assert.Equal(Body, post.Text("body"));
        Assert.Equal(Body, (await server.CommentAsync(post.Id(), Body)).Text("body"));
    }

    [Theory]
    [InlineData('x')]
    [InlineData('"')]
    [InlineData('\u0001')]
    public async Task A_body_of_exactly_1_MiB_is_taken_however_JSON_writes_it(char letter)
    {
        var body = new string(letter, 1024 * 1024);
        var json = string.Concat(Enumerable.Repeat(letter switch { '"' => "\\\"", '\u0001' => "\\u0001", _ => "x" }, body.Length));
        var answer = await server.SendAsync(
            JsonSerializer.Serialize(new { query = ApiCalls.Mutation("createPost"), variables = new { input = new { title = "Full", body = "<letters>" } } })
                .Replace(JsonSerializer.Serialize("<letters>"), $"\"{json}\""),
            server.Token(TestServer.Ada));
        Assert.Equal(body, answer.Data.GetProperty("createPost").GetProperty("post").Text("body"));
    }

    [Fact]
    public async Task Sixty_four_untitled_posts_at_once_all_get_a_slug()
    {
        var posts = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => server.CreateAsync("Untitled")));
        Assert.Equal(64, posts.Select(post => post.Text("slug")).Distinct().Count());
        Assert.All(posts, post => Assert.StartsWith("untitled", post.Text("slug")));
    }

    [Theory]
    [InlineData("privacy-policy-3", "privacy-policy-4")]
    [InlineData("privacy-policy", "privacy-policy-2")]
    [InlineData("boeing-747", "boeing-747-2")]
    public async Task A_suggestion_counts_on(string slug, string suggestion)
    {
        await server.CreateAsync("Numbered", slug);
        Assert.Equal(suggestion, Assert.Single(await server.FailAsync("createPost", new { title = "x", body = "", slug })).Text("suggestion"));
        Assert.True(Slug.IsValid(suggestion));
    }

    [Theory]
    [InlineData("İstanbul", "İ")]
    [InlineData("ılık", "ıL")]
    [InlineData("ΣΊΣΥΦΟΣ", "σίσυ")]
    [InlineData("Straẞe ǅ \u212a", "STRA")]
    [InlineData("100%_a\\b", "100%_A\\")]
    public async Task A_text_is_found_without_regard_to_case_and_always_by_itself(string title, string beginning)
    {
        var id = (await server.CreateAsync(title)).Id();
        foreach (var condition in new object[] { new { ieq = title }, new { icontains = title }, new { iendsWith = title }, new { istartsWith = beginning } })
        {
            Assert.Contains(id, await FoundAsync(new { title = condition }));
        }

        Assert.DoesNotContain(id, await FoundAsync(new { title = new { nieq = title } }));
        Assert.DoesNotContain(id, await FoundAsync(new { title = new { ieq = "%" } }));
    }

    [Fact]
    public async Task Moments_in_the_log_are_written_as_everywhere_else()
    {
        var post = await server.DoAsync("createPost", new { title = "2026-11-26T20:57:51+00:00", body = "", status = "PUBLISHED" });
        var entry = Assert.Single(await server.HistoryAsync(post.Id(), "changedAt newData changes { field after }"));
        var published = post.Text("publishedAt")!;
        Assert.EndsWith("Z", published);
        Assert.Equal(published, entry.GetProperty("newData").Text("published_at"));
        Assert.Equal(entry.Text("changedAt"), entry.GetProperty("newData").Text("created_at"));
        Assert.Contains(entry.GetProperty("changes").EnumerateArray(), change => change.Text("field") == "publishedAt" && change.Text("after") == published);
        Assert.Equal("2026-11-26T20:57:51+00:00", entry.GetProperty("newData").Text("title"));      // a text stays what it is
    }

    [Fact]
    public async Task Moments_in_a_conflict_are_written_as_everywhere_else()
    {
        var id = (await server.DoAsync("createPost", new { title = "Moments", body = "", status = "PUBLISHED", publishedAt = "2015-01-02T03:04:05.5+02:00" })).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, publishedAt = "2016-01-02T03:04:05+02:00" });
        var error = Assert.Single(await server.FailAsync("updatePost", new { id, expectedVersion = 1, publishedAt = "2017-01-02T03:04:05+02:00" }));
        var conflict = Assert.Single(error.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(
            ("publishedAt", "2015-01-02T01:04:05.5Z", "2016-01-02T01:04:05Z", "2017-01-02T01:04:05Z"),
            (conflict.Text("field"), Utc(conflict, "base"), Utc(conflict, "theirs"), Utc(conflict, "yours")));
        var change = error.GetProperty("changesSince")[0].GetProperty("changes").EnumerateArray().Single(one => one.Text("field") == "publishedAt");
        Assert.Equal(("2015-01-02T01:04:05.5Z", "2016-01-02T01:04:05Z"), (Utc(change, "before"), Utc(change, "after")));

        // The zeros at the end of a fraction are the API's own; what counts is that it is the same as in the post.
        static string Utc(JsonElement of, string field)
        {
            Assert.EndsWith("Z", of.Text(field));
            return of.Text(field)!.Replace(".000000Z", "Z").Replace(".500000Z", ".5Z").Replace(".000Z", "Z").Replace(".500Z", ".5Z");
        }
    }

    private async Task<IEnumerable<string>> FoundAsync(object where)
        => (await server.QueryAsync("query($where: PostFilterInput) { posts(where: $where) { nodes { id } } }", new { where }))
            .GetProperty("posts").GetProperty("nodes").EnumerateArray().Select(node => node.Id());

    private async Task<string?> ComplaintAsync(string mutation, object input) => Assert.Single(await server.FailAsync(mutation, input)).Text("message");

    private static string?[] Tags(JsonElement post) => [.. post.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())];
}

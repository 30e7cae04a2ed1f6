using System.Globalization;
using GraphBlog.Persistence.Posts;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Tests.Finding;

/// <summary>Posts with many ties and nulls, whose texts are full of what LIKE and collations treat in ways of their own.</summary>
public sealed class SomePosts : IAsyncLifetime
{
    private const int Count = 60;

    private static readonly string[] s_texts =
        ["a", "A", "b", "ä", "Ä", "%", "_", "\\", "a%b", "a_b", "a\\b", "ab", "a b", "'", "👍", "\uFFFD", "z", "ß", "e\u0301", "é"];

    private readonly TestDatabase _database = new();

    public ServedBlog Blog { get; private set; } = null!;

    /// <summary>All that Ada sees.</summary>
    public List<Post> All { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        var rows = Enumerable.Range(0, Count).Select(n => Row(n, new Random(n)));
        await _database.ForgeAsync(
            "insert into blog.posts_all (org_id, author_id, created_by, updated_by, title, slug, body, status, tags, version, created_at, updated_at,"
            + $" published_at, live_version) values {string.Join(", ", rows)}");
        Blog = new(_database.App);
        All = await Blog.AsAsync(ServedBlog.Ada, blog => blog.Posts.ToListAsync());
    }

    public async Task DisposeAsync()
    {
        await Blog.DisposeAsync();
        await _database.DisposeAsync();
    }

    // Every sixth is the other organisation's.
    private static string Row(int n, Random random)
    {
        var (org, user) = n % 6 == 5 ? (TestDatabase.Globex, TestDatabase.Margaret) : (TestDatabase.Acme, random.NextInt64(1, 4));
        var title = Pick() + (random.Next(2) == 0 ? "" : Pick());
        var tags = string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Text(Pick())));
        var status = random.GetItems(["DRAFT", "PUBLISHED", "ARCHIVED"], 1)[0];
        var published = random.Next(3) == 0 ? "null" : Moment();
        return $"({org}, {user}, {user}, {user}, {Text(title)}, {Text($"{"abz"[random.Next(3)]}-{n}")}, '', "
            + $"'{status}', array[{tags}]::text[], {random.Next(1, 4)}, {Moment()}, {Moment()}, {published}, {(status == "PUBLISHED" ? "1" : "null")})";

        string Pick() => s_texts[random.Next(s_texts.Length)];
        string Moment() => string.Create(
            CultureInfo.InvariantCulture, $"timestamptz '2026-11-23 04:46:50Z' + {random.Next(6)} * interval '1 microsecond'");
    }

    private static string Text(string text) => $"'{text.Replace("'", "''")}'";
}

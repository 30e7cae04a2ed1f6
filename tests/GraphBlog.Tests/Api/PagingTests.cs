using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

public sealed class PagingTests(PagingTests.Library library) : IClassFixture<PagingTests.Library>
{
    private const string Page = "edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

    /// <summary>Every list, as a query with a gap for its arguments; the last member of the path is the connection.</summary>
    public static readonly Dictionary<string, (string Query, string[] Path)> Lists = new()
    {
        ["posts"] = ("{ posts(#) { % } }", ["posts"]),
        ["trash"] = ("{ trash(#) { % } }", ["trash"]),
        ["users"] = ("{ users(#) { % } }", ["users"]),
        ["user.posts"] = ("query($user: ID!) { user(id: $user) { posts(#) { % } } }", ["user", "posts"]),
        ["post.auditHistory"] = ("query($post: ID!) { post(id: $post) { auditHistory(#) { % } } }", ["post", "auditHistory"]),
    };

    public static TheoryData<string> Names => [.. Lists.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pages_forwards_give_each_row_once_and_in_order(string list)
    {
        var seen = new List<string>();
        string? after = null;
        JsonElement info;
        do
        {
            var page = await ReadAsync(list, $"first: 4{(after is null ? "" : $", after: \"{after}\"")}");
            seen.AddRange(Ids(page));
            info = page.GetProperty("pageInfo");
            Assert.Equal(after is not null, info.GetProperty("hasPreviousPage").GetBoolean());
            Assert.True(seen.Count <= 100, "It does not end.");
            after = info.Text("endCursor");
        }
        while (info.GetProperty("hasNextPage").GetBoolean());

        Assert.Equal(await library.ExpectedAsync(list), seen);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pages_backwards_give_each_row_once_and_each_page_in_order(string list)
    {
        var seen = new List<string>();
        string? before = null;
        JsonElement info;
        do
        {
            var page = await ReadAsync(list, $"last: 4{(before is null ? "" : $", before: \"{before}\"")}");
            seen.InsertRange(0, Ids(page));
            info = page.GetProperty("pageInfo");
            Assert.Equal(before is not null, info.GetProperty("hasNextPage").GetBoolean());
            Assert.True(seen.Count <= 100, "It does not end.");
            before = info.Text("startCursor");
        }
        while (info.GetProperty("hasPreviousPage").GetBoolean());

        Assert.Equal(await library.ExpectedAsync(list), seen);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Edges_nodes_cursors_and_both_ends_agree(string list)
    {
        var all = await library.ExpectedAsync(list);
        var whole = await ReadAsync(list, "first: 100");
        Assert.Equal(all, Ids(whole));
        Assert.Equal(all, whole.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node").Id()));
        Assert.False(whole.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.False(whole.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());

        var cursors = whole.GetProperty("edges").EnumerateArray().Select(edge => edge.Text("cursor")).ToList();
        Assert.Equal(cursors.Count, cursors.Distinct().Count());
        Assert.Equal(cursors[0], whole.GetProperty("pageInfo").Text("startCursor"));
        Assert.Equal(cursors[^1], whole.GetProperty("pageInfo").Text("endCursor"));

        var middle = await ReadAsync(list, $"first: 100, after: \"{cursors[0]}\", before: \"{cursors[^1]}\"");
        Assert.Equal(all[1..^1], Ids(middle));
        var exact = await ReadAsync(list, $"first: {all.Count}");
        Assert.False(exact.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.Empty(Ids(await ReadAsync(list, $"first: 5, after: \"{cursors[^1]}\"")));
        Assert.Empty(Ids(await ReadAsync(list, "first: 0")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_whole_is_counted_only_when_asked_and_whatever_the_page(string list)
    {
        var (query, path) = Lists[list];
        var plain = await library.Server.StatementsOfAsync(query.Replace("#", "first: 2").Replace("%", Page), library.Variables);
        Assert.DoesNotContain(plain, statement => statement.Contains("count(", StringComparison.OrdinalIgnoreCase));

        var counting = query.Replace("#", "last: 1").Replace("%", "totalCount nodes { id }");
        var counted = await library.Server.StatementsOfAsync(counting, library.Variables);
        Assert.Single(counted, statement => statement.Contains("count(", StringComparison.OrdinalIgnoreCase));
        var total = path.Aggregate(await library.Server.QueryAsync(counting, library.Variables), (node, name) => node.GetProperty(name));
        Assert.Equal((await library.ExpectedAsync(list)).Count, total.GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_that_cannot_be_is_an_error_that_names_the_argument(string list)
    {
        var foreign = (await ReadAsync(list == "users" ? "posts" : "users", "first: 1")).GetProperty("pageInfo").Text("startCursor");
        foreach (var (arguments, name, code) in new[]
        {
            ("first: -1", "`first`", "HC0079"),
            ("last: -1", "`last`", "HC0079"),
            ("first: 100000", "`first`", "HC0051"),
            ("first: 101", "`first`", "HC0051"),
            ("last: 101", "`last`", "HC0051"),
            ("first: 1, last: 1", "`first` or `last`", "HC0082"),
            ("first: 1, after: \"nonsense\"", "`after`", "HC0078"),
            ("last: 1, before: \"\"", "`before`", "HC0078"),
            ("first: 1, after: \"" + new string('A', 500_000) + "\"", "`after`", "HC0078"),
            ($"first: 1, after: \"{foreign}\"", "`after`", "HC0078"),
            ($"last: 1, before: \"{foreign}\"", "`before`", "HC0078"),
        })
        {
            var (query, path) = Lists[list];
            var answer = await library.Server.PostAsync(query.Replace("#", arguments).Replace("%", Page), library.Variables);
            var error = answer.TheError();
            Assert.Equal(code, error.GetProperty("extensions").Text("code"));
            Assert.Contains(name, error.Text("message"));
            Assert.Equal(
                JsonSerializer.Serialize(path),
                error.TryGetProperty("path", out var place) ? place.GetRawText() : null);
        }
    }

    [Fact]
    public async Task Rows_that_come_and_go_between_two_pages_neither_repeat_nor_hide_others()
    {
        var server = library.Server;
        var mine = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            mine.Insert(0, (await server.CreateAsync($"Shifting {i}", user: TestServer.Margaret)).Id());
        }

        var first = (await server.QueryAsync("{ posts(first: 2) { nodes { id } pageInfo { endCursor } } }", user: TestServer.Margaret))
            .GetProperty("posts");
        await server.CreateAsync("Shifting on top", user: TestServer.Margaret);
        await server.DoAsync("deletePost", new { id = mine[1], expectedVersion = 1 }, TestServer.Margaret);
        var rest = (await server.QueryAsync(
            "query($after: String) { posts(first: 100, after: $after) { nodes { id } } }",
            new { after = first.GetProperty("pageInfo").Text("endCursor") }, TestServer.Margaret)).GetProperty("posts");
        Assert.Equal(mine, [.. Ids(first), .. Ids(rest)]);
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("nodes").EnumerateArray().Select(node => node.Id());

    private async Task<JsonElement> ReadAsync(string list, string arguments)
    {
        var (query, path) = Lists[list];
        var data = await library.Server.QueryAsync(query.Replace("#", arguments).Replace("%", Page), library.Variables);
        return path.Aggregate(data, (node, name) => node.GetProperty(name));
    }

    /// <summary>A server with lists of which many rows have the same time.</summary>
    public sealed class Library : IAsyncLifetime
    {
        private const string Posts = "select id from blog.posts_all where org_id = 1";

        private readonly Dictionary<string, (string Type, string Sql)> _orders = new()
        {
            ["posts"] = ("Post", $"{Posts} and deleted_at is null order by created_at desc, id desc"),
            ["trash"] = ("TrashedPost", $"{Posts} and deleted_at is not null order by deleted_at desc, id desc"),
            ["users"] = ("User", "select id from blog.users where org_id = 1 order by handle collate \"C\""),
            ["user.posts"] = ("Post", $"{Posts} and author_id = 3 and deleted_at is null order by created_at desc, id desc"),
            ["post.auditHistory"] = ("AuditEntry", """
                select (extract(epoch from changed_at) * 1000000)::bigint || '-' || id from audit.audit_log
                 where org_id = 1 and table_name = 'posts' order by version desc
                """),
        };

        public TestServer Server { get; } = new();

        public object Variables { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            await Server.Database.ForgeAsync("""
                insert into blog.users (org_id, handle, display_name, role)
                  select 1, 'user-' || n, 'User ' || n, 'AUTHOR' from generate_series(1, 9) n;
                insert into blog.posts_all (org_id, author_id, title, slug, body, created_by, updated_by, created_at)
                  select 1, 3 + n % 2, 'Post ' || n, 'post-' || n, '', 1, 1, now() - make_interval(hours => n / 3)
                    from generate_series(1, 23) n;
                insert into blog.posts_all (org_id, author_id, title, slug, body, created_by, updated_by, deleted_by, deleted_at)
                  select 1, 3, 'Gone ' || n, 'gone-' || n, '', 1, 1, 1, now() - make_interval(hours => n / 3) from generate_series(1, 11) n
                """);
            var post = ApiCalls.PostId((long)(await Server.Database.OwnerScalarAsync(
                "select max(id) from blog.posts_all where org_id = 1 and deleted_at is null"))!);
            for (var version = 1; version < 11; version++)
            {
                await Server.DoAsync("updatePost", new { id = post, expectedVersion = version, body = $"Text {version}" });
            }

            Variables = new { user = ApiCalls.Id("User", TestDatabase.Linus), post };
        }

        public Task DisposeAsync() => Server.DisposeAsync();

        /// <summary>The global ids of a list, as the database itself orders them.</summary>
        public async Task<List<string>> ExpectedAsync(string list)
        {
            var (type, sql) = _orders[list];
            var keys = (string)(await Server.Database.OwnerScalarAsync($"select string_agg(key::text, ',') from ({sql}) list (key)"))!;
            return [.. keys.Split(',').Select(key => ApiCalls.Id(type, key))];
        }
    }
}

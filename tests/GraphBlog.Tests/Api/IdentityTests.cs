using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

public sealed class IdentityTests(IdentityTests.Servers servers) : IClassFixture<IdentityTests.Servers>
{
    private const string Viewer = "{ viewer { user { handle } organisation { slug } role } }";
    private static readonly byte[] s_key = Encoding.UTF8.GetBytes(TestServer.SigningKey);

    [Fact]
    public async Task In_Development_no_token_is_Ada_of_acme()
        => AssertViewer("ada", "acme", "ADMIN", await servers.Development.PostAsync(Viewer, user: null));

    [Fact]
    public async Task In_Production_no_token_is_nobody()
    {
        AssertRefused(await servers.Production.PostAsync(Viewer, user: null));
        AssertViewer("ada", "acme", "ADMIN", await servers.Production.PostAsync(Viewer));
    }

    [Theory]
    [InlineData("acme/grace", "grace", "acme", "EDITOR")]
    [InlineData("1/grace", "grace", "acme", "EDITOR")]
    [InlineData("acme/2", "grace", "acme", "EDITOR")]
    [InlineData("2/6", "dennis", "globex", "EDITOR")]
    public async Task Both_names_of_a_token_may_be_ids(string user, string handle, string org, string role)
        => AssertViewer(handle, org, role, await servers.Production.PostAsync(Viewer, user: user));

    [Theory]
    [InlineData("acme/nobody")]
    [InlineData("nothing/ada")]
    [InlineData("acme/margaret")]
    [InlineData("acme/5")]
    [InlineData("1/5")]
    [InlineData("2/ada")]
    [InlineData("ACME/ada")]
    [InlineData("acme/ada ")]
    [InlineData("acme/nul\0")]
    public async Task A_token_that_names_nobody_is_refused(string user)
        => AssertRefused(await servers.Production.PostAsync(Viewer, user: user));

    [Theory]
    [InlineData("expired", """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"ada","exp":1000000000}""")]
    [InlineData("without expiry", """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"ada"}""")]
    [InlineData("not yet valid", """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"ada","exp":4000000001,"nbf":4000000000}""")]
    [InlineData("wrong audience", """{"iss":"graphblog","aud":"another","org":"acme","sub":"ada","exp":4000000000}""")]
    [InlineData("wrong issuer", """{"iss":"another","aud":"graphblog","org":"acme","sub":"ada","exp":4000000000}""")]
    [InlineData("no organisation", """{"iss":"graphblog","aud":"graphblog","sub":"ada","exp":4000000000}""")]
    [InlineData("no user", """{"iss":"graphblog","aud":"graphblog","org":"acme","exp":4000000000}""")]
    [InlineData("empty user", """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"","exp":4000000000}""")]
    [InlineData("unknown role", """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"ada","role":"OWNER","exp":4000000000}""")]
    [InlineData("a number as role", """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"ada","role":"99","exp":4000000000}""")]
    [InlineData("two roles", """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"ada","role":"READER, ADMIN","exp":4000000000}""")]
    public async Task A_token_that_is_signed_and_wrong_is_refused_in_both_environments(string why, string claims)
    {
        var token = Jwt("""{"alg":"HS256","typ":"JWT"}""", claims, s_key);
        foreach (var server in new[] { servers.Production, servers.Development })
        {
            var answer = await server.SendAsync(JsonSerializer.Serialize(new { query = Viewer }), token);
            Assert.True(answer.Status == 401, $"{why}: {answer.Body}");
            AssertRefused(answer);
        }
    }

    [Fact]
    public async Task A_token_that_is_not_signed_by_our_key_is_refused()
    {
        const string Claims = """{"iss":"graphblog","aud":"graphblog","org":"acme","sub":"ada","exp":4000000000}""";
        var good = Jwt("""{"alg":"HS256","typ":"JWT"}""", Claims, s_key);
        AssertViewer("ada", "acme", "ADMIN", await SendAsync(good));

        AssertRefused(await SendAsync(Jwt("""{"alg":"HS256","typ":"JWT"}""", Claims, "a key of another, over 32 bytes long"u8.ToArray())));
        AssertRefused(await SendAsync(Jwt("""{"alg":"none","typ":"JWT"}""", Claims, null)));
        AssertRefused(await SendAsync(Jwt("""{"alg":"none","typ":"JWT"}""", Claims, s_key)));
        AssertRefused(await SendAsync(Jwt("""{"alg":"HS256","typ":"JWT"}""", Claims, null)));
        AssertRefused(await SendAsync(Jwt("""{"alg":"HS384","typ":"JWT"}""", Claims, s_key)));
        AssertRefused(await SendAsync(good[..^2] + (good[^2] == 'A' ? "BA" : "AA")));
        var others = Encoding.UTF8.GetBytes(Claims.Replace("acme", "globex").Replace("ada", "margaret"));
        AssertRefused(await SendAsync(good.Replace(good.Split('.')[1], Base64Url.EncodeToString(others))));
        AssertRefused(await SendAsync("nonsense"));
        AssertRefused(await SendAsync(""));
    }

    [Theory]
    [InlineData("Basic YWRhOmFkYQ==")]
    [InlineData("Bearer")]
    [InlineData("ada")]
    public async Task Another_scheme_is_refused_even_in_Development(string authorization)
        => AssertRefused(await servers.Development.PostAsync(Viewer, null, null, ("Authorization", authorization)));

    [Theory]
    [InlineData("acme/ada", "READER", "READER")]
    [InlineData("acme/ada", "author", "AUTHOR")]
    [InlineData("acme/ada", "ADMIN", "ADMIN")]
    [InlineData("acme/guest", "ADMIN", "READER")]
    [InlineData("acme/linus", "EDITOR", "AUTHOR")]
    public async Task A_token_narrows_a_role_and_never_widens_it(string user, string asked, string granted)
    {
        var server = servers.Production;
        var answer = await server.SendAsync(JsonSerializer.Serialize(new { query = Viewer }), server.Token(user, asked));
        Assert.Equal(granted, answer.Data.GetProperty("viewer").Text("role"));

        var variables = new { input = new { id = ApiCalls.PostId(4_000_000), expectedVersion = 1 } };
        var purge = await server.SendAsync(
            JsonSerializer.Serialize(new { query = ApiCalls.Mutation("purgePost"), variables }), server.Token(user, asked));
        Assert.Equal(granted != "ADMIN", purge.Body.Contains("AUTH_NOT_AUTHORIZED"));
    }

    [Fact]
    public async Task Nothing_else_in_a_request_says_for_whom_it_runs()
    {
        var server = servers.Production;
        var headers = new[]
        {
            ("X-Org-Id", "2"), ("X-Organisation", "globex"), ("X-Tenant-Id", "2"), ("X-User-Id", "5"), ("X-Forwarded-User", "margaret"),
            ("Cookie", "org=globex; sub=margaret; access_token=" + server.Token(TestServer.Margaret)), ("Forwarded", "for=globex"),
            ("X-Role", "ADMIN"), ("app.current_org_id", "2"),
        };
        AssertViewer("grace", "acme", "EDITOR", await server.PostAsync(Viewer, null, TestServer.Grace, headers));
        AssertRefused(await server.PostAsync(Viewer, null, null, headers));

        var theirs = $"org=globex&sub=margaret&access_token={server.Token(TestServer.Margaret)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/graphql?{theirs}&query={Uri.EscapeDataString(Viewer)}");
        AssertRefused(await server.SendAsync(request));
    }

    [Fact]
    public async Task The_log_says_who_changed_what_in_which_request()
    {
        var server = servers.Production;
        var post = await server.CreateAsync("Whose change");
        await server.TryAsync(
            "updatePost", new { id = post.Id(), expectedVersion = 1, title = "By Grace" }, TestServer.Grace,
            ("X-Request-Id", "request-of-grace"));
        await PostgresServer.ExecuteAsync(server.Database.Owner, $"""
            begin;
            select set_config('app.current_org_id', '1', true);
            update blog.posts_all set title = 'By hand' where id = {post.Key()};
            commit
            """);
        var last = await server.TryAsync(
            "updatePost", new { id = post.Id(), expectedVersion = 3, title = "By Ada" }, TestServer.Ada,
            ("X-Request-Id", new string('x', 65)));

        var history = await server.HistoryAsync(post.Id(), "version changedBy { handle } requestId");
        history.Reverse();
        Assert.Equal(
            ["ada", "grace", null, "ada"],
            from entry in history
            select entry.GetProperty("changedBy") is { ValueKind: JsonValueKind.Object } user ? user.Text("handle") : null);
        Assert.Equal("request-of-grace", history[1].Text("requestId"));
        Assert.Null(history[2].Text("requestId"));
        Assert.Equal(last.Headers["X-Request-Id"], history[3].Text("requestId"));
        Assert.DoesNotContain("xxxxx", history[3].Text("requestId"));
    }

    private static void AssertViewer(string handle, string org, string role, Answer answer)
        => Assert.Equal(
            $$"""{"user":{"handle":"{{handle}}"},"organisation":{"slug":"{{org}}"},"role":"{{role}}"}""",
            answer.Data.GetProperty("viewer").GetRawText());

    private static void AssertRefused(Answer answer)
    {
        Assert.Equal((401, "AUTH_NOT_AUTHENTICATED"), (answer.Status, answer.TheError().GetProperty("extensions").Text("code")));
        Assert.False(answer.HasData);
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    private Task<Answer> SendAsync(string token) => servers.Production.SendAsync(JsonSerializer.Serialize(new { query = Viewer }), token);

    private static string Jwt(string header, string claims, byte[]? key)
    {
        var content = $"{Encoded(Encoding.UTF8.GetBytes(header))}.{Encoded(Encoding.UTF8.GetBytes(claims))}";
        var bytes = Encoding.UTF8.GetBytes(content);
        return key is null ? $"{content}."
            : $"{content}.{Encoded(header.Contains("HS384") ? HMACSHA384.HashData(key, bytes) : HMACSHA256.HashData(key, bytes))}";

        static string Encoded(byte[] part) => Base64Url.EncodeToString(part);
    }

    /// <summary>The same database served in both environments.</summary>
    public sealed class Servers : IAsyncLifetime
    {
        public TestServer Development { get; } = new();

        public TestServer Production { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Development.InitializeAsync();
            Production = await TestServer.StartAsync(Development.Database, "Production");
        }

        public async Task DisposeAsync()
        {
            await Production.DisposeAsync();
            await Development.DisposeAsync();
        }
    }
}

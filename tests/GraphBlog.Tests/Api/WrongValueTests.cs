using System.Text.Json;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>Whatever is wrong with a value, the refusal says where it stands, what it is, and what is wanted; nothing is done.</summary>
public sealed class WrongValueTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Int = "a whole number from -2147483648 to 2147483647 is wanted.";
    private const string Moment = "a string with a date, a time to the second, of which nine digits are read at most, and the offset from UTC is wanted, "
        + "such as \"2026-11-23T04:46:50.123456Z\".";

    private static readonly string s_post = ApiCalls.Id("Post", 1);
    private long _changes;

    public async Task InitializeAsync() => _changes = await server.ChangesAsync();

    public async Task DisposeAsync()
    {
        Assert.Equal(_changes, await server.ChangesAsync());
        Assert.Empty(server.Log.Errors);
    }

    public static TheoryData<string, string, string, string> Wrong() => new()
    {
        // Variables where they may not stand.
        { "query($a: ID) { nodes(ids: [\"{post}\", $a]) { id } }", "{}", "VALIDATION_FAILED", "Variable '$a' of type 'ID' is used where 'ID!' is wanted." },
        { "query($x: PostSortInput!) { posts(order: [$x null]) { totalCount } }", "{}", "VALIDATION_FAILED", "Argument 'order[1]' is invalid. null is given where 'PostSortInput!' is wanted." },
        { "query($a: PostFilterInput) { posts(where: { and: [$a] }) { totalCount } }", "{}", "VALIDATION_FAILED", "Variable '$a' of type 'PostFilterInput' is used where 'PostFilterInput!' is wanted." },
        { "query($a: ID = null) { post(id: $a) { id } }", "{}", "VALIDATION_FAILED", "Variable '$a' of type 'ID' is used where 'ID!' is wanted." },
        { "query($a: [ID]) { nodes(ids: $a) { id } }", "{}", "VALIDATION_FAILED", "Variable '$a' of type '[ID]' is used where '[ID!]!' is wanted." },
        { "query($a: ID!) { nodes(ids: $a) { id } }", "{}", "VALIDATION_FAILED", "Variable '$a' of type 'ID!' is used where '[ID!]!' is wanted." },
        { "query($a: String) { ...F } fragment F on Query { posts(where: { title: { in: [$a] }, slug: { eq: $a } }, first: $a) { totalCount } }", "{}",
            "VALIDATION_FAILED", "Variable '$a' of type 'String' is used where 'Int' is wanted." },
        { "mutation($t: String) { createPost(input: { title: $t, body: \"\" }) { post { id } } }", "{}", "VALIDATION_FAILED", "Variable '$t' of type 'String' is used where 'String!' is wanted." },
        { "query($a: PostFilterInput! = { and: [null] }) { posts(where: $a) { totalCount } }", "{}", "VALIDATION_FAILED",
            "The default of variable '$a.and[0]' is invalid. null is given where 'PostFilterInput!' is wanted." },

        // Values of variables.
        { "query($a: ID = \"{post}\") { post(id: $a) { id } }", "{\"a\":null}", "INVALID_VARIABLE", "Argument 'id' is invalid. The variable '$a' is null where 'ID!' is wanted." },
        { "mutation($t: String = \"T\") { a: createPost(input: { title: \"A\", body: \"\" }) { post { id } } b: createPost(input: { title: $t, body: \"\" }) { post { id } } }",
            "{\"t\":null}", "INVALID_VARIABLE", "Argument 'input.title' is invalid. The variable '$t' is null where 'String!' is wanted." },
        { "query($a: Boolean = true) { posts { totalCount @include(if: $a) } }", "{\"a\":null}", "INVALID_VARIABLE", "Argument 'if' is invalid. The variable '$a' is null where 'Boolean!' is wanted." },
        { "query($x: [PostSortInput!]) { posts(order: $x) { totalCount } }", "{\"x\":[null]}", "INVALID_VARIABLE", "Variable '$x[0]' is invalid. null is given where 'PostSortInput!' is wanted." },
        { "query($w: PostFilterInput) { posts(where: $w) { totalCount } }", "{\"w\":{\"and\":[{},null]}}", "INVALID_VARIABLE", "Variable '$w.and[1]' is invalid. null is given where 'PostFilterInput!' is wanted." },
        { "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "{\"ids\":null}", "INVALID_VARIABLE", "Variable '$ids' is invalid. null is given where '[ID!]!' is wanted." },
        { "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "{}", "INVALID_VARIABLE", "Variable '$ids' is invalid. It is left out, and '[ID!]!' is wanted." },
        { "mutation($i: CreatePostInput!) { createPost(input: $i) { post { id } } }", "{\"i\":{\"body\":\"\"}}", "INVALID_VARIABLE", "Variable '$i.title' is invalid. It is left out, and 'String!' is wanted." },
        { "query($n: Int) { posts(first: $n) { totalCount } }", "{\"n\":1.5}", "INVALID_VARIABLE", $"Variable '$n' is invalid. 1.5 is no Int: {Int}" },
        { "query($n: Int) { posts(first: $n) { totalCount } }", "{\"n\":\"1\"}", "INVALID_VARIABLE", $"Variable '$n' is invalid. \"1\" is no Int: {Int}" },
        { "query($n: Int) { posts(first: $n) { totalCount } }", "{\"n\":2147483648}", "INVALID_VARIABLE", $"Variable '$n' is invalid. 2147483648 is no Int: {Int}" },
        { "query($n: Int) { posts(first: $n) { totalCount } }", "{\"n\":[{\"a\":true}]}", "INVALID_VARIABLE", $"Variable '$n' is invalid. [{{a: true}}] is no Int: {Int}" },
        { "mutation($i: UpdatePostInput!) { updatePost(input: $i) { post { id } } }", "{\"i\":{\"id\":\"{post}\",\"expectedVersion\":1,\"titel\":\"T\"}}",
            "INVALID_VARIABLE", "Variable '$i.titel' is invalid. 'UpdatePostInput' has no such field. Did you mean 'title'?" },
        { "mutation($i: UpdatePostInput!) { updatePost(input: $i) { post { id } } }", "{\"i\":{\"id\":\"{post}\",\"expectedVersion\":1,\"status\":\"PUBLISHD\"}}",
            "INVALID_VARIABLE", "Variable '$i.status' is invalid. \"PUBLISHD\" is no PostStatus. Did you mean 'PUBLISHED'?" },
        { "query($w: PostFilterInput) { posts(where: $w) { totalCount } }", "{\"w\":{\"createdAt\":{\"gt\":\"2026-11-23T04:46:50\"}}}", "INVALID_VARIABLE",
            $"Variable '$w.createdAt.gt' is invalid. \"2026-11-23T04:46:50\" is no DateTime: {Moment}" },
        { "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "{\"ids\":[\"{post}\",\"{post}\",\"nonsense\"]}", "HC0002", "Argument 'ids[2]' is invalid. \"nonsense\" is not a valid ID." },

        // Literals.
        { "{ nodes(ids: null) { id } }", "{}", "VALIDATION_FAILED", "Argument 'ids' is invalid. null is given where '[ID!]!' is wanted." },
        { "{ nodes(ids: [\"{post}\", \"nonsense\"]) { id } }", "{}", "HC0002", "Argument 'ids[1]' is invalid. \"nonsense\" is not a valid ID." },
        { "{ posts(first: 1.0) { totalCount } }", "{}", "VALIDATION_FAILED", $"Argument 'first' is invalid. 1.0 is no Int: {Int}" },
        { "{ posts(first: 99999999999) { totalCount } }", "{}", "VALIDATION_FAILED", $"Argument 'first' is invalid. 99999999999 is no Int: {Int}" },
        { "{ posts(where: { createdAt: { gt: 2026 } }) { totalCount } }", "{}", "VALIDATION_FAILED", $"Argument 'where.createdAt.gt' is invalid. 2026 is no DateTime: {Moment}" },
        { "{ posts(where: { titel: { eq: \"x\" } }) { totalCount } }", "{}", "VALIDATION_FAILED", "Argument 'where.titel' is invalid. 'PostFilterInput' has no such field. Did you mean 'title'?" },
        { "{ posts(where: { and: [{ status: { eq: PUBLISHD } }] }) { totalCount } }", "{}", "VALIDATION_FAILED", "Argument 'where.and[0].status.eq' is invalid. PUBLISHD is no PostStatus. Did you mean 'PUBLISHED'?" },
        { "{ posts(where: 1) { totalCount } }", "{}", "VALIDATION_FAILED", "Argument 'where' is invalid. 1 is no PostFilterInput: an object is wanted." },
        { "{ posts { nodes { auditHistory(frist: 1) { totalCount } } } }", "{}", "VALIDATION_FAILED", "Unknown argument 'frist' on field 'auditHistory' of type 'Post'. Did you mean 'first'?" },
        { "{ viewer { role @include(iff: true, if: true) } }", "{}", "VALIDATION_FAILED", "Unknown argument 'iff' on directive 'include'. Did you mean 'if'?" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task It_is_named_with_its_place_and_what_is_wanted(string query, string variables, string code, string message)
    {
        for (var time = 1; time <= 2; time++)      // from validation, and from the cache
        {
            var body = JsonSerializer.Serialize(new { query = query.Replace("{post}", s_post), variables = JsonElement.Parse(variables.Replace("{post}", s_post)) });
            var answer = await server.SendAsync(body, server.Token(TestServer.Ada));
            Assert.Equal((code, message), (answer.TheError().GetProperty("extensions").Text("code"), answer.Message));
            Assert.Equal((400, false), (answer.Status, answer.HasData));
            Assert.NotEqual(0, answer.TheError().GetProperty("locations").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("query($n: Int) { posts(first: $n) { totalCount } }", "{\"n\":1.0}")]
    [InlineData("query($ids: [ID!]! = \"{post}\") { nodes(ids: $ids) { id } }", "{}")]
    [InlineData("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", "{\"ids\":\"{post}\"}")]
    [InlineData("{ nodes(ids: \"{post}\") { id } }", "{}")]
    [InlineData("query($a: ID! = \"{post}\", $b: ID!) { nodes(ids: [$a, $b]) { id } }", "{\"b\":\"{post}\"}")]
    [InlineData("query($w: PostFilterInput) { posts(where: { and: { or: [{ title: { eq: \"x\" } }] } }) { totalCount } b: posts(where: $w) { totalCount } }", "{\"w\":null}")]
    [InlineData("query($on: Boolean! = false) { posts(where: { createdAt: { gt: \"2026-11-23T04:46:50.123456789Z\" } }) { totalCount @skip(if: $on) __typename } }", "{}")]
    [InlineData("{ posts(search: \"\\u{1F600}\") { totalCount } }", "{}")]
    public async Task What_fits_is_taken(string query, string variables)
    {
        var body = JsonSerializer.Serialize(new { query = query.Replace("{post}", s_post), variables = JsonElement.Parse(variables.Replace("{post}", s_post)) });
        var answer = await server.SendAsync(body, server.Token(TestServer.Ada));
        Assert.True(answer.Status == 200 && !answer.Body.Contains("\"errors\""), answer.Body);
    }

    [Theory]
    [InlineData("subscription($a: [ID]) { postChanged(id: $a) { cursor } }", null, "VALIDATION_FAILED", "Variable '$a' of type '[ID]' is used where 'ID' is wanted.")]
    [InlineData("subscription($a: ID) { ...F } fragment F on Subscription { postChanged(id: $a) { cursor } }", "nonsense", "HC0002", "Argument 'id' is invalid. \"nonsense\" is not a valid ID.")]
    [InlineData("subscription($a: ID!) { postChanged(id: $a) { cursor } }", null, "INVALID_VARIABLE", "Variable '$a' is invalid. null is given where 'ID!' is wanted.")]
    [InlineData("query($a: ID) { nodes(ids: [$a]) { id } }", null, "VALIDATION_FAILED", "Variable '$a' of type 'ID' is used where 'ID!' is wanted.")]
    public async Task On_a_socket_it_is_named_likewise(string query, string? value, string code, string message)
    {
        await using var client = await SocketClient.OpenAsync($"{server.Url}/graphql");
        await client.SendAsync(JsonSerializer.Serialize(new { type = "connection_init", payload = new { authorization = $"Bearer {server.Token(TestServer.Ada)}" } }));
        Assert.Equal(SocketClient.Ack, await client.NextAsync());
        await client.SubscribeAsync("1", query, new { a = value });
        var answer = JsonElement.Parse(await client.NextAsync());
        var error = Assert.Single(answer.GetProperty("payload").EnumerateArray());
        Assert.Equal(("error", code, message), (answer.Text("type"), error.GetProperty("extensions").Text("code"), error.Text("message")));
    }
}

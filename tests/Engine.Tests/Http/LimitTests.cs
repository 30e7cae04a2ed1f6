using System.Text;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Tests.Http;

public sealed class LimitTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("{")]
    [InlineData("{a")]
    [InlineData("{a(b:[")]
    [InlineData("{ ...")]
    [InlineData("{a(b:{c:")]
    [InlineData("query($a:[")]
    [InlineData("{...{")]
    public async Task A_document_nested_100000_deep_is_refused_and_the_server_lives(string opening)
    {
        var repeated = opening + new StringBuilder().Insert(0, opening[^1] == '[' ? "[" : opening, 100_000);
        var answer = await _server.QueryAsync(repeated);
        Assert.Equal(400, answer.Status);
        Assert.Contains(answer.Code, new[] { "DOCUMENT_TOO_NESTED", "SYNTAX_ERROR" });
        Assert.Equal(200, (await _server.QueryAsync("{ hello }")).Status);
    }

    [Fact]
    public async Task Brackets_in_strings_and_comments_do_not_nest()
    {
        var brackets = new string('{', 1_000);
        var strings = $"echo(text: \"{brackets}\\\"{brackets}\") again: echo(text: \"\"\"{brackets}\\\"\"\"\n{brackets}\"\"\")";
        var answer = await _server.QueryAsync($"# {brackets}\n{{ hello {strings} }}");
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_document_may_have_20000_tokens_and_no_more()
    {
        // The braces and the name of the field are three tokens, each list item is one; comments and commas are none.
        string Document(int tokens) => $"# free\n{{ echo(list: [{new StringBuilder().Insert(0, "1,", tokens - 9)}]) }}";
        Assert.Equal(200, (await _server.QueryAsync(Document(20_000))).Status);
        var answer = await _server.QueryAsync(Document(20_001));
        Assert.Equal("DOCUMENT_TOO_LARGE", answer.Code);
        Assert.Contains("20000", answer.Message);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public async Task Fields_may_nest_15_deep(int depth, bool allowed)
    {
        var query = new StringBuilder("{ item {").Insert(8, " self {", depth - 2).Append(" id").Append('}', depth).ToString();
        var answer = await _server.QueryAsync(query);
        Assert.Equal(allowed ? 200 : 400, answer.Status);
        Assert.Equal(allowed, answer.HasData);
        if (!allowed)
        {
            Assert.Equal("QUERY_TOO_DEEP", answer.Code);
            Assert.Contains("15", answer.Message);
        }
    }

    [Fact]
    public async Task Depth_counts_through_fragments()
    {
        var fragments = string.Concat(Enumerable.Range(0, 16).Select(i => $"fragment F{i} on Item {{ self {{ ...F{i + 1} }} }} "));
        var answer = await _server.QueryAsync($"{{ item {{ ...F0 }} }} {fragments} fragment F16 on Item {{ id }}");
        Assert.Equal("QUERY_TOO_DEEP", answer.Code);
    }

    [Fact]
    public async Task An_operation_may_have_200_aliases_counted_through_fragments()
    {
        string Query(int aliases) => "{ item { ...A self { ...A } } } fragment A on Item { "
            + string.Concat(Enumerable.Range(0, aliases / 2).Select(i => $"a{i}: id ")) + "}";
        Assert.Equal(200, (await _server.QueryAsync(Query(200))).Status);
        var answer = await _server.QueryAsync(Query(202));
        Assert.Equal("TOO_MANY_ALIASES", answer.Code);
        Assert.Contains("200", answer.Message);
    }

    [Fact]
    public async Task An_operation_may_select_50_root_fields()
    {
        string Query(int fields) => "{ " + string.Concat(Enumerable.Range(0, fields).Select(i => $"a{i}: hello ")) + "}";
        Assert.Equal(200, (await _server.QueryAsync(Query(50))).Status);
        var answer = await _server.QueryAsync(Query(51));
        Assert.Equal("TOO_MANY_ROOT_FIELDS", answer.Code);
        Assert.Contains("50", answer.Message);
    }

    [Fact]
    public async Task Cost_multiplies_pages_with_variables_and_is_checked_for_cached_documents_too()
    {
        const string Query = "query($a: Int, $b: Int = 2) { items(first: $a) { items(last: $b) { items(first: $b) { id } } } }";
        Assert.Equal(200, (await _server.QueryAsync(Query, new { a = 1, b = 1 })).Status);
        Assert.Equal(200, (await _server.QueryAsync(Query, new { a = 100 })).Status);
        var answer = await _server.QueryAsync(Query, new { a = 1_000, b = 1_000 });
        Assert.Equal("COST_TOO_HIGH", answer.Code);
        Assert.Contains("1010101", answer.Message);      // a page counts 100 at most: a larger one is refused by its field
        Assert.Contains("20000", answer.Message);
        Assert.False(answer.HasData);
        Assert.Equal("COST_TOO_HIGH", (await _server.QueryAsync(Query, new { a = int.MaxValue, b = int.MaxValue })).Code);
        Assert.Equal(200, (await _server.QueryAsync(Query, new { a = 1, b = 1 })).Status);
    }

    [Fact]
    public async Task Cost_reckons_with_a_page_of_20_where_none_is_asked_for_and_with_the_length_of_lists()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxCost = 41);
        Assert.Equal(200, (await server.QueryAsync("{ items { id name } }")).Status);
        Assert.Contains("costs 81", (await server.QueryAsync("{ items { id name self { id } } }")).Message);
        var ids = Enumerable.Range(0, 21).ToArray();
        const string ById = "query($ids: [ID]) { byIds(ids: $ids) { id name } }";
        Assert.Equal(200, (await server.QueryAsync(ById, new { ids = ids[..20] })).Status);
        Assert.Contains("costs 43", (await server.QueryAsync(ById, new { ids })).Message);
    }

    [Fact]
    public async Task Twenty_items_with_a_nested_history_cost_well_below_the_limit()
    {
        var answer = await _server.QueryAsync(
            "{ items(first: 20) { id name a: name b: name self { id name } items(first: 10) { id name self { id name } } } }");
        Assert.Equal(200, answer.Status);
        Assert.True(answer.HasData);
    }

    [Fact]
    public async Task Fragment_cycles_are_refused()
    {
        var answer = await _server.QueryAsync(
            "{ item { ...A } } fragment A on Item { self { ...B } } fragment B on Item { ...A }");
        Assert.Equal(400, answer.Status);
        Assert.Contains("spreads itself", answer.Message);
    }

    [Theory]
    [InlineData("...F{0} ...F{0}")]
    [InlineData("self {{ ...F{0} }} again: self {{ ...F{0} }}")]
    [InlineData("...F{0} ... {{ ...F{0} }} ... on Item {{ ...F{0} }}")]
    public async Task Exponential_fragments_are_refused_before_they_cost_anything(string body)
    {
        var fragments = string.Concat(Enumerable.Range(0, 60)
            .Select(i => $"fragment F{i} on Item {{ {string.Format(body, i + 1)} }} "));
        var answer = await _server.QueryAsync($"{{ item {{ ...F0 }} }} {fragments} fragment F60 on Item {{ id }}");
        Assert.Equal(400, answer.Status);
        Assert.Contains(answer.Code, new[] { "DOCUMENT_TOO_NESTED", "QUERY_TOO_DEEP", "TOO_MANY_REPEATED_FIELDS" });
    }

    [Fact]
    public async Task A_limit_that_makes_no_sense_stops_the_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => TestServer.StartAsync(o => o.MaxDepth = 0));
        Assert.Contains("MaxDepth", exception.Message);
    }
}

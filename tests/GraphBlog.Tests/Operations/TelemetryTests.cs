using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Operations;

/// <summary>What the running program tells of itself, as a collector and Prometheus are told it.</summary>
public sealed partial class TelemetryTests(ObservedServer server) : IClassFixture<ObservedServer>
{
    private const string Create = "mutation Make($input: CreatePostInput!) { createPost(input: $input) { post { id } errors { __typename } } }";

    [Fact]
    public async Task One_mutation_can_be_followed_from_HTTP_to_its_statements_and_its_audit_entry()
    {
        var (trace, caller) = (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());
        var body = JsonSerializer.Serialize(new { query = Create, variables = new { input = new { title = "Followed", body = "x" } } });
        var answer = await server.SendAsync(
            HttpMethod.Post, "/graphql", body,
            ObservedServer.Token(), ("traceparent", $"00-{trace}-{caller}-01"), ("X-Request-Id", "followed-request"));
        Assert.StartsWith("200 ", answer);
        Assert.Contains("\"errors\":null", answer);

        var spans = await server.Collector.TraceAsync(trace, least: 3);
        var http = Assert.Single(spans, span => span.Scope == "Microsoft.AspNetCore");
        Assert.Equal((caller, "POST /graphql", "/graphql", "200"),
            (http.Parent, http.Name, http.Tags["http.route"], http.Tags["http.response.status_code"]));
        var operation = Assert.Single(spans, span => span.Scope == "GraphBlog");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Create)))[..16];
        Assert.Equal((http.Id, "mutation", "mutation", "Make", hash),
            (operation.Parent, operation.Name, operation.Tags["graphql.operation.type"], operation.Tags["graphql.operation.name"],
                operation.Tags["graphblog.document.hash"]));
        var statements = spans.Where(span => span.Scope == "Npgsql" && span.Parent == operation.Id).ToList();
        var insert = Assert.Single(statements, span => span.Name.StartsWith("INSERT blog."));
        Assert.Equal(("postgresql", insert.Name), (insert.Tags["db.system.name"], insert.Tags["db.query.summary"]));
        Assert.Contains("db.namespace", insert.Tags.Keys);
        Assert.All([http, operation, .. statements], span
            => Assert.Equal(("followed-request", "1"), (span.Tags["graphblog.request_id"], span.Tags["graphblog.organisation"])));
        Assert.Equal("the-blog", http.Resource["service.name"]);
        Assert.Subset(http.Resource.Keys.ToHashSet(), new HashSet<string> { "service.version", "service.instance.id" });
        Assert.Equal("CREATE Followed", await server.Database.OwnerScalarAsync(
            $"select action || ' ' || (new_data ->> 'title') from audit.audit_log where request_id = 'followed-request' and trace_id = '{trace}'"));
        var state = await server.LoggedAsync("followed-request");
        Assert.Equal((hash, trace), (state.GetProperty("Documents").GetString(), state.GetProperty("TraceId").GetString()));
    }

    [Fact]
    public async Task The_person_for_whom_a_program_acts_is_in_the_log()
    {
        await server.SendAsync(HttpMethod.Post, "/graphql", """{"query":"{ viewer { role } }"}""", ObservedServer.Token(act: "grace"),
            ("X-Request-Id", "on-behalf"));
        var state = await server.LoggedAsync("on-behalf");
        Assert.Equal((TestDatabase.Grace, TestDatabase.Ada), (state.GetProperty("User").GetInt64(), state.GetProperty("OnBehalfOf").GetInt64()));
    }

    [Fact]
    public async Task A_scrape_has_every_metric_that_the_guide_names_and_the_public_port_has_none()
    {
        await server.SendAsync(HttpMethod.Post, "/graphql", """{"query":"{ nothing }"}""", ObservedServer.Token());
        var refused = await server.SendAsync(HttpMethod.Post, "/graphql", JsonSerializer.Serialize(new
        {
            query = "mutation($input: UpdatePostInput!) { updatePost(input: $input) { errors { __typename } } }",
            variables = new { input = new { id = Api.ApiCalls.PostId(999), expectedVersion = 1, title = "x" } },
        }), ObservedServer.Token());
        Assert.Contains("PostNotFoundError", refused);
        var scraped = await server.MetricsAsync();
        Assert.Contains("graphblog_errors_total{", scraped);
        Assert.Contains("error_type=\"VALIDATION_FAILED\"", scraped);
        Assert.Contains("error_type=\"PostNotFoundError\"", scraped);
        Assert.Contains("db_client_connection_pool_name=\"graphblog\"", scraped);
        Assert.DoesNotContain("Host=", scraped);
        Assert.Equal(404, (int)(await server.Client.GetAsync($"{server.Url}/metrics")).StatusCode);
        Assert.Equal(404, (int)(await server.Client.GetAsync($"{server.MetricsUrl}/graphql?query=%7B__typename%7D")).StatusCode);

        var told = Sample().Matches(scraped).Select(name => name.Value).ToHashSet();
        var documented = MetricNames(SourceTree.Read("docs/operations.md")).ToList();
        Assert.Contains("graphblog_operation_duration_seconds", documented);
        string[] whenNeeded = ["graphblog_merges", "graphblog_feed_delay", "graphblog_subscription"];      // from their first count on
        Assert.Empty(from name in documented where !whenNeeded.Any(name.StartsWith) && !told.Any(one => one.StartsWith(name)) select name);
        Assert.Empty(from name in told where name.StartsWith("graphblog_") && !documented.Any(name.StartsWith) select name);
        Assert.Contains("graphblog.operation.duration", server.Collector.Metrics.Keys);
    }

    [Fact]
    public async Task How_late_a_subscriber_hears_of_a_change_is_told_and_what_was_merged()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent("""{"query":"subscription { postChanged { version } }"}""", null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ObservedServer.Token()}");
        using (var stream = await EventStreamClient.SendAsync(server.Client, request))
        {
            var made = await server.SendAsync(HttpMethod.Post, "/graphql", JsonSerializer.Serialize(
                new { query = Create, variables = new { input = new { title = "Heard", body = "x" } } }), ObservedServer.Token());
            var id = JsonElement.Parse(made[4..]).GetProperty("data").GetProperty("createPost").GetProperty("post").GetProperty("id").GetString();
            foreach (var change in new object[]
            {
                new { id, expectedVersion = 1, title = "Heard of" }, new { id, expectedVersion = 1, body = "y", onConflict = "MERGE" },
            })
            {
                await server.SendAsync(HttpMethod.Post, "/graphql", JsonSerializer.Serialize(new
                {
                    query = "mutation($input: UpdatePostInput!) { updatePost(input: $input) { errors { __typename } } }",
                    variables = new { input = change },
                }), ObservedServer.Token());
            }

            for (var events = 0; events < 3;)
            {
                events += await stream.NextAsync() is { } text && text.Contains("version") ? 1 : 0;
            }

            Assert.Contains("graphblog_subscriptions{", await server.MetricsAsync());
        }

        var scraped = await server.MetricsAsync();
        Assert.Matches(@"graphblog_merges_total\{[^}]*graphblog_record_type=""Post""[^}]*\} 1\b", scraped);
        foreach (var name in new[] { "graphblog_feed_delay", "graphblog_subscription_lag" })
        {
            var sum = Regex.Match(scraped, name + @"_seconds_sum\S* (\S+)").Groups[1].Value;
            Assert.Matches(name + @"_seconds_count\S* [2-9]", scraped);
            Assert.InRange(double.Parse(sum, CultureInfo.InvariantCulture), 0.000_001, 300);      // tens of seconds on a machine that is busy
        }
    }

    [Fact]
    public void The_alarms_use_metrics_that_the_guide_names()
    {
        var rules = SourceTree.Read("examples/deploy/alarms.yml");
        var documented = MetricNames(SourceTree.Read("docs/operations.md")).ToList();
        Assert.Empty(from Match name in RuleMetric().Matches(rules) where !documented.Any(name.Value.StartsWith) select name.Value);
        var alarms = Regex.Matches(rules, @"alert: (\w+)").Select(match => match.Groups[1].Value).ToList();
        Assert.True(alarms.Count > 8);
        Assert.All(alarms, alarm => Assert.Contains($"| `{alarm}` |", SourceTree.Read("docs/operations.md")));
    }

    /// <summary>The first column of the table of metrics, as Prometheus is shown them, without what it adds for counters and histograms.</summary>
    private static IEnumerable<string> MetricNames(string guide)
        => from Match row in MetricRow().Matches(guide) select row.Groups[1].Value;

    [GeneratedRegex(@"^(graphblog|db_client|http_server)_\w+", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex(@"^\| `((?:graphblog|db_client|http_server)_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"\b(graphblog|db_client|http_server)_\w+")]
    private static partial Regex RuleMetric();
}

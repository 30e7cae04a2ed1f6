using System.Text.RegularExpressions;
using GraphBlog.Engine;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using Microsoft.Extensions.Configuration;

namespace GraphBlog.Tests.Hosting;

/// <summary>A mistake in a setting or on the command line ends in one sentence that names it, and exit code 1.</summary>
public sealed partial class SettingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("GraphQL:MaxDepth", "abc", "GraphQL__MaxDepth is 'abc'; it must be a whole number of at least 1.")]
    [InlineData("GraphQL:MaxDepth", "-1", "GraphQL__MaxDepth is '-1'; it must be a whole number of at least 1.")]
    [InlineData("GraphQL:MaxDepth", "", "GraphQL__MaxDepth is ''; it must be a whole number of at least 1.")]
    [InlineData("GraphQL:AllowIntrospection", "yes", "GraphQL__AllowIntrospection is 'yes'; it must be true or false.")]
    [InlineData("GraphQL:ExecutionTimeout", "10s", "GraphQL__ExecutionTimeout is '10s'; it must be a time like 00:00:10")]
    [InlineData("GraphQL:MaxDpth", "9", "GraphQL__MaxDpth is no setting. Did you mean GraphQL__MaxDepth?")]
    [InlineData("Retention:AuditDays", "x", "Retention__AuditDays is 'x'; it must be a whole number from 30 to 36500.")]
    [InlineData("Retention:AuditDays", "5", "Retention__AuditDays is '5'; it must be a whole number from 30 to 36500.")]
    [InlineData("Auth:SignKey", "x", "Auth__SignKey is no setting. Did you mean Auth__SigningKey?")]
    [InlineData("Cors:Origin", "x", "Cors__Origin is no setting. Did you mean Cors__Origins?")]
    [InlineData("Cors:Whatever", "x", "Cors__Whatever is no setting. There are Cors__Origins, ")]
    [InlineData("Database:Pooler", "Statement", "Database__Pooler is 'Statement'; it must be Session or Transaction.")]
    [InlineData("ConnectionStrings:GraphBlock", "x", "ConnectionStrings__GraphBlock is no setting. Did you mean ConnectionStrings__GraphBlog?")]
    public void A_value_that_cannot_be_used_or_a_key_that_stands_for_nothing_is_named(string key, string value, string says)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        Assert.StartsWith(says, Assert.Throws<SettingException>(() => SettingSections.CheckAll(configuration)).Message);
    }

    [Theory]
    [InlineData("http_ports", "abc", "ASPNETCORE_HTTP_PORTS is 'abc'; it must be ports")]
    [InlineData("https_ports", "443;99999", "ASPNETCORE_HTTPS_PORTS is '99999'; it must be ports")]
    [InlineData("shutdownTimeoutSeconds", "10s", "ASPNETCORE_SHUTDOWNTIMEOUTSECONDS is '10s'; it must be a whole number")]
    [InlineData("Logging:LogLevel:Default", "Verbose", "Logging__LogLevel__Default is 'Verbose'; it must be Trace or Debug")]
    [InlineData("Logging:Console:LogLevel:GraphBlog.Request", "5", "Logging__Console__LogLevel__GraphBlog.Request is '5'; it must be Trace")]
    [InlineData("Logging:Console:FormatterName", "jsonn", "Logging__Console__FormatterName is 'jsonn'; it must be json or simple or systemd.")]
    [InlineData("Kestrel:Endpoints:X:Url", "nonsense", "Kestrel__Endpoints__X__Url has 'nonsense'; an address is like")]
    [InlineData("Kestrel:Endpoints:X:Protocols", "Http9", "Kestrel__Endpoints__X__Protocols is 'Http9'; it must be None or Http1")]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections", "5", "Kestrel__Limits is no setting. There are Kestrel__Endpoints, ")]
    [InlineData("AllowedHosts", "a.example;https://b.example", "AllowedHosts is 'https://b.example'; it must be names of hosts")]
    [InlineData("AllowedHosts", "blog.example:443", "AllowedHosts is 'blog.example:443'; it must be names of hosts")]
    [InlineData("Auth:Claims:User", "", "Auth__Claims__User is empty. Leave it out for 'sub'.")]
    [InlineData("Cors:Origins:0", "*", "Cors__Origins has '*'; an origin is like")]
    [InlineData("Cors:Headers:0", "bad header", "Cors__Headers has 'bad header'; it must be the name of a header.")]
    [InlineData("Http:PathBase", "blog", "Http__PathBase is 'blog'; it must begin with a slash")]
    [InlineData("Http:KnownProxies:0", "nginx", "Http__KnownProxies has 'nginx'; it must be an address")]
    [InlineData("Auth:Authority", "login.example", "Auth__Authority is no address: login.example.")]
    [InlineData("Telemetry:PrometheusUrl", "9464", "Telemetry__PrometheusUrl has '9464'; an address is like http://127.0.0.1:9464.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317'; it must be an address")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'; it must be grpc or http/protobuf.")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret", "OTEL_EXPORTER_OTLP_HEADERS must be a list such as name=value,other=value.")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "5%", "OTEL_TRACES_SAMPLER_ARG is '5%'; it must be a number from 0 to 1.")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://x", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is not heeded")]
    [InlineData("ConnectionStrings:GraphBlog", "Host=x;Database=y;Pasword=z", "ConnectionStrings__GraphBlog is no connection string: Couldn't set pasword")]
    [InlineData("ConnectionStrings:GraphBlog", "Host=x", "ConnectionStrings__GraphBlog must name a Host and a Database")]
    public void So_is_what_only_the_composition_or_the_framework_reads(string key, string value, string says)
    {
        var builder = BlogServer.CreateBuilder(["--environment=Production", $"--Auth:SigningKey={TestServer.SigningKey}", $"--{key}={value}"]);
        Assert.StartsWith(says, Assert.Throws<SettingException>(() =>
        {
            BlogServer.Build(builder, new BlogSettings(builder.Configuration, builder.Environment), () => "");
        }).Message);
    }

    [Fact]
    public void What_is_right_is_read_and_the_rest_keeps_its_default()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("GraphQL:maxdepth", "9"), new("Cors:Origins:0", "https://blog.example"), new("Cors:MaxAge", "00:10:00"),
                new("Http:KnownProxies:0", "10.0.0.0/8"),
        ]).Build();
        SettingSections.CheckAll(configuration);
        Assert.Equal((9, 200), (SettingSections.Read<GraphQLServerOptions>(configuration).MaxDepth,
            SettingSections.Read<GraphQLServerOptions>(configuration).MaxAliases));
        Assert.Equal(["https://blog.example"], SettingSections.Read<CorsSettings>(configuration).Origins);
    }

    [Fact]
    public void The_table_of_settings_has_every_setting_and_no_other()
        => Assert.Equal(
            SettingSections.Names.Append("GRAPHBLOG_HOME").Order(StringComparer.Ordinal), Table("## Settings").Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_of_error_codes_has_every_code_and_no_other()
        => Assert.Equal(Codes.Order(StringComparer.Ordinal), Table("## Error codes").Order(StringComparer.Ordinal));

    [Fact]
    public void A_code_is_written_in_the_list_alone()
        => Assert.Empty(
            from file in SourceTree.Files("src", ".cs")
            where !s_noCodesIn.Any(file.EndsWith) && !file.StartsWith("src/EmbeddedPostgres/")      // which answers no client
            from Match text in CodeText().Matches(SourceTree.Read(file))
            where Codes.Contains(text.Groups[1].Value) || (text.Groups[1].Value.Contains('_') && !s_noCodes.Contains(text.Groups[1].Value))
            select $"{file}: {text.Value}");

    // The list itself, the codes of readiness, and names of variables.
    private static readonly string[] s_noCodesIn = ["/ErrorCodes.cs", "/Unfitness.cs", "/OtelVariables.cs", "/FrameworkSettings.cs"];

    private static readonly string[] s_noCodes = ["GRAPHBLOG_HOME", "CODE_OF_CONDUCT"];

    private static List<string> Codes => [.. typeof(ErrorCodes).GetFields().Select(one => (string)one.GetValue(null)!)];

    [GeneratedRegex("\"([A-Z][A-Z0-9_]{3,})\"")]
    private static partial Regex CodeText();

    /// <summary>The first column of the first table below a heading.</summary>
    private static List<string> Table(string heading)
    {
        var docs = SourceTree.Read("docs/operations.md");
        var rows = docs[docs.IndexOf(heading, StringComparison.Ordinal)..].Split('\n')
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2);
        return [.. rows.Select(row => row.Split('`')[1])];
    }

    [Theory]
    [InlineData("serve --urls nonsense", "--urls")]
    [InlineData("serv", "serv")]
    [InlineData("serve --port 80", "--port")]
    [InlineData("schema --urls http://localhost:1", "--urls")]
    [InlineData("token --org acme --user ada --role KING", "KING")]
    [InlineData("token --org acme --user ada --hours -3", "--hours")]
    [InlineData("token --org acme --user nobody", "nobody")]
    [InlineData("token --org nowhere --user ada", "nowhere")]
    public async Task A_command_line_that_cannot_be_obeyed_is_refused_in_a_sentence(string arguments, string names)
    {
        var run = await ProgramRun.RunAsync(
            arguments, ("ConnectionStrings__GraphBlog", database.App), ("Auth__SigningKey", TestServer.SigningKey));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(names, run.Errors);
        Assert.DoesNotContain("   at ", run.Errors + run.Output);
        Assert.DoesNotContain("crit", run.Errors + run.Output);
    }

    [Theory]
    [InlineData("maintain")]
    [InlineData("doctor")]
    [InlineData("seed")]
    [InlineData("migrate")]
    public async Task Work_of_the_owner_needs_the_owners_connection_alone(string command)
    {
        var run = await ProgramRun.RunAsync(command, ("ConnectionStrings__GraphBlogOwner", database.Owner), ("ASPNETCORE_ENVIRONMENT", "Production"));
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("", run.Errors);
    }

    [Fact]
    public async Task Help_names_the_environment_variables_and_only_what_a_command_uses()
    {
        Assert.Contains("ConnectionStrings__GraphBlogOwner", (await ProgramRun.RunAsync("--help")).Output);
        var schema = (await ProgramRun.RunAsync("schema --help")).Output;
        Assert.DoesNotContain("--urls", schema);
        Assert.DoesNotContain("--environment", schema);
    }
}

using Microsoft.Extensions.Configuration.Memory;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// How the log looks where nobody says otherwise. They are settings of the framework's own, `Logging__…`, beneath all that are set.
/// </summary>
internal static class LogDefaults
{
    /// <summary>
    /// Categories that write, below Warning, what a client sent as it came: a URL with the variables of a GET, a broken line with a token in
    /// it. No setting brings that into a log; what became of a request is in its own line.
    /// </summary>
    private static readonly string[] s_indiscreet =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    public static void AddTo(WebApplicationBuilder builder)
    {
        var isForPeople = builder.Environment.IsDevelopment();
        var isText = (builder.Configuration["Logging:Console:FormatterName"] ?? (isForPeople ? "simple" : "json")) != "json";
        builder.Services.PostConfigure<LoggerFilterOptions>(filters =>
        {
            foreach (var category in s_indiscreet)
            {
                filters.Rules.Add(new(null, category, LogLevel.Warning, null));
                filters.Rules.Add(new("Console", category, LogLevel.Warning, null));
            }
        });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft"] = "Warning",
                ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",      // why a start failed `serve` says itself
                ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "Critical",      // what is wrong our own lines say
                ["Logging:LogLevel:GraphBlog.Request"] = isForPeople ? "Warning" : "Information",
                ["Logging:Console:FormatterName"] = isForPeople ? "simple" : "json",
                ["Logging:Console:FormatterOptions:SingleLine"] = "true",
                ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
                ["Logging:Console:FormatterOptions:TimestampFormat"] = isText ? "yyyy-MM-dd HH:mm:ss.fff'Z' " : "yyyy-MM-ddTHH:mm:ss.fff'Z'",
            },
        });
    }
}

using System.Globalization;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// OpenTelemetry's own environment variables, as far as this program heeds them. The SDK passes over what it cannot read, so that somebody waits
/// for traces that never come; here it ends the start. Source: OpenTelemetry specification, "Environment Variable Specification" and "OTLP
/// exporter".
/// </summary>
internal static class OtelVariables
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly Dictionary<string, (Func<string, bool> IsFit, string Allowed)> s_checks = new(StringComparer.Ordinal)
    {
        [Endpoint] = (value => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https",
            "an address such as http://collector.example:4317"),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = OneOf("grpc", "http/protobuf"),
        ["OTEL_EXPORTER_OTLP_TIMEOUT"] = Number(1),
        ["OTEL_EXPORTER_OTLP_HEADERS"] = Pairs,
        ["OTEL_EXPORTER_OTLP_COMPRESSION"] = OneOf("gzip", "none"),
        ["OTEL_RESOURCE_ATTRIBUTES"] = Pairs,
        ["OTEL_METRIC_EXPORT_INTERVAL"] = Number(1),
        ["OTEL_METRIC_EXPORT_TIMEOUT"] = Number(1),
        ["OTEL_BSP_SCHEDULE_DELAY"] = Number(1),
        ["OTEL_BSP_EXPORT_TIMEOUT"] = Number(1),
        ["OTEL_BSP_MAX_QUEUE_SIZE"] = Number(1),
        ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE"] = Number(1),
        ["OTEL_TRACES_SAMPLER"] = OneOf(
            "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"),
        ["OTEL_TRACES_SAMPLER_ARG"] = (value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var part)
            && part is >= 0 and <= 1, "a number from 0 to 1"),
        ["OTEL_SDK_DISABLED"] = OneOf("true", "false"),
    };

    private static readonly string[] s_notHeeded = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    private static (Func<string, bool>, string) Pairs
        => (value => value.Split(',').All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0), "a list such as name=value,other=value");

    /// <summary>The variables that are looked at.</summary>
    public static IEnumerable<string> Names => s_checks.Keys;

    /// <summary>Whether traces and metrics are to be sent.</summary>
    /// <exception cref="SettingException">One of the variables cannot be used. What a header says may be a secret, and is not repeated.</exception>
    public static bool Check(IConfiguration configuration)
    {
        foreach (var (name, (isFit, allowed)) in s_checks)
        {
            if (configuration[name] is { Length: > 0 } value && !isFit(value))
            {
                throw new SettingException(name.EndsWith("HEADERS", StringComparison.Ordinal)
                    ? $"{name} must be {allowed}." : $"{name} is '{value}'; it must be {allowed}.");
            }
        }

        if (Array.Find(s_notHeeded, name => configuration[name] is { Length: > 0 }) is { } other)
        {
            throw new SettingException($"{other} is not heeded; traces and metrics go to the same collector, {Endpoint}.");
        }

        return configuration[Endpoint] is { Length: > 0 } && !"true".Equals(configuration["OTEL_SDK_DISABLED"], StringComparison.OrdinalIgnoreCase);
    }

    private static (Func<string, bool>, string) OneOf(params string[] values)
        => (value => values.Contains(value, StringComparer.OrdinalIgnoreCase), string.Join(" or ", values));

    private static (Func<string, bool>, string) Number(int least)
        => (value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least,
            $"a whole number of at least {least}");
}

using System.Diagnostics;
using System.Reflection;
using GraphBlog.Engine.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Sends traces and metrics where OpenTelemetry's own environment variables say, and shows metrics to Prometheus where a setting does.
/// Without either nothing listens, and nothing is measured.
/// </summary>
internal static class TelemetryExport
{
    /// <summary>The attribute with the id of the organisation for which a request works.</summary>
    public const string Organisation = "graphblog.organisation";

    private static readonly string[] s_meters =
        [Telemetry.Name, "Npgsql", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    /// <exception cref="SettingException">An address, or one of the variables, cannot be used.</exception>
    public static void AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
        var isSent = OtelVariables.Check(configuration);
        var url = SettingSections.Read<TelemetrySettings>(configuration).PrometheusUrl is { Length: > 0 } given
            ? ServedAddresses.Checked(given, "Telemetry__PrometheusUrl", "http://127.0.0.1:9464") : null;
        if (!isSent && url is null)
        {
            return;
        }

        services.AddSingleton<IHealthCheckPublisher, ReadyGauge>();
        services.Configure<HealthCheckPublisherOptions>(asked => asked.Delay = TimeSpan.FromSeconds(1));
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService("graphblog", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString(3))
            .AddEnvironmentVariableDetector());      // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(s_meters);
            _ = isSent ? metrics.AddOtlpExporter() : metrics;
            _ = url is null ? metrics : metrics.AddPrometheusExporter();
        });
        if (isSent)
        {
            telemetry.WithTracing(AddTraces);
        }

        if (url is not null)
        {
            services.AddHostedService(provider => new PrometheusEndpoint(provider.GetRequiredService<MeterProvider>(), url));
        }
    }

    private static void AddTraces(TracerProviderBuilder traces) => traces
        .AddAspNetCoreInstrumentation(http =>
        {
            http.Filter = request => !request.Request.Path.StartsWithSegments("/health");
            http.EnrichWithHttpRequest = (span, _) => span.SetTag("url.query", null);      // a GET has its document and variables there
        })
        .AddSource(Telemetry.Name, "Npgsql", "System.Net.Http")
        .AddProcessor(new Inheritance())
        .AddOtlpExporter();

    /// <summary>What a request knows of itself is on all of its spans, so that each can be found by it.</summary>
    private sealed class Inheritance : BaseProcessor<Activity>
    {
        public override void OnStart(Activity data)
        {
            foreach (var name in (string[])[Telemetry.RequestId, Organisation])
            {
                if (data.Parent?.GetTagItem(name) is { } value && data.GetTagItem(name) is null)
                {
                    data.SetTag(name, value);
                }
            }
        }
    }
}

using OpenTelemetry.Metrics;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Shows metrics at an address of their own: they tell how much everybody together writes, which is nothing for the public, and a proxy that
/// passes on all of one port would pass them on.
/// </summary>
internal sealed class PrometheusEndpoint(MeterProvider meters, string url) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <exception cref="SettingException">The address cannot be listened at.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        _app = builder.Build();
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, "/metrics", null, null);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            throw new SettingException($"Telemetry__PrometheusUrl cannot be listened at: {e.Message}");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}

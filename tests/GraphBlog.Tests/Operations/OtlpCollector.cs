using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GraphBlog.Tests.Operations;

/// <summary>
/// A collector that keeps what it is sent by OTLP over HTTP in protobuf. Numbers of fields are those of opentelemetry-proto's trace.proto and
/// metrics.proto.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    public ConcurrentQueue<CollectedSpan> Spans { get; } = [];

    public ConcurrentDictionary<string, bool> Metrics { get; } = [];

    /// <summary>All that came, as text; what is text in it can be read.</summary>
    public ConcurrentQueue<string> Raw { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        collector._app.MapPost("/v1/traces", http => collector.TakeAsync(http, collector.TakeSpans));
        collector._app.MapPost("/v1/metrics", http => collector.TakeAsync(http, collector.TakeMetrics));
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The spans of a trace, once there are so many.</summary>
    public async Task<IReadOnlyList<CollectedSpan>> TraceAsync(string traceId, int least)
    {
        var patience = DateTime.UtcNow.AddSeconds(20);
        while (true)
        {
            var spans = Spans.Where(span => span.TraceId == traceId).ToList();
            if (spans.Count >= least)
            {
                return spans;
            }

            Assert.True(DateTime.UtcNow < patience, $"Of {traceId} came {string.Join(", ", spans)}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http, Action<byte[]> take)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        take(body.ToArray());
        Raw.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }

    private void TakeSpans(byte[] body)
    {
        foreach (var ofResource in All(body, 1))
        {
            var resource = Attributes(All(ofResource, 1).Single(), 1);
            foreach (var (scope, span) in from part in All(ofResource, 2) from span in All(part, 2) select (Text(All(part, 1).Single(), 1), span))
            {
                var hex = (int field) => Convert.ToHexStringLower(All(span, field).FirstOrDefault() ?? []);
                Spans.Enqueue(new(hex(1), hex(2), hex(4), scope, Text(span, 5), Attributes(span, 9), resource));
            }
        }
    }

    private void TakeMetrics(byte[] body)
    {
        foreach (var metric in from ofResource in All(body, 1) from part in All(ofResource, 2) from metric in All(part, 2) select metric)
        {
            Metrics[Text(metric, 1)] = true;
        }
    }

    private static Dictionary<string, string> Attributes(byte[] message, int field) => All(message, field).ToDictionary(
        pair => Text(pair, 1),
        pair => All(pair, 2).Single() is var value && Fields(value).Single() is { Bytes: { } text } ? Encoding.UTF8.GetString(text)
            : $"{Fields(value).Single().Number}");

    private static string Text(byte[] message, int field) => Encoding.UTF8.GetString(All(message, field).FirstOrDefault() ?? []);

    private static List<byte[]> All(byte[] message, int field) => [.. Fields(message).Where(one => one.Field == field).Select(one => one.Bytes!)];

    // protobuf.dev, "Encoding": a key of field and wire type, then a number, eight bytes, so many bytes, or four.
    private static IEnumerable<(int Field, ulong Number, byte[]? Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Number();
            var (field, length) = ((int)(key >> 3), key & 7);
            var number = length is 0 or 2 ? Number() : 0;
            var size = length switch { 0 => 0, 1 => 8, 2 => (int)number, 5 => 4, _ => throw new FormatException($"wire type {length}") };
            yield return (field, number, length == 2 ? message[at..(at + size)] : null);
            at += size;

            ulong Number()
            {
                ulong value = 0;
                for (var shift = 0; ; shift += 7)
                {
                    value |= (ulong)(message[at] & 0x7f) << shift;
                    if ((message[at++] & 0x80) == 0)
                    {
                        return value;
                    }
                }
            }
        }
    }
}

/// <summary>A span as it came.</summary>
internal sealed record CollectedSpan(
    string TraceId, string Id, string Parent, string Scope, string Name, IReadOnlyDictionary<string, string> Tags,
    IReadOnlyDictionary<string, string> Resource)
{
    public override string ToString() => $"{Scope} {Name} ({string.Join(", ", Tags.Select(tag => $"{tag.Key}={tag.Value}"))})";
}

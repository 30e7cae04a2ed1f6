using System.Text;
using System.Text.Json;

namespace GraphBlog.Tests.Shared;

/// <summary>An answer by text/event-stream, read line by line.</summary>
internal sealed class EventStreamClient(HttpResponseMessage response, StreamReader lines) : IDisposable
{
    public HttpResponseMessage Response { get; } = response;

    public static async Task<EventStreamClient> PostAsync(
        HttpClient client, Uri url, string query, object? variables = null, CancellationToken ct = default,
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(client, request, ct);
    }

    public static async Task<EventStreamClient> SendAsync(HttpClient client, HttpRequestMessage request, CancellationToken ct = default)
    {
        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync(ct), Encoding.UTF8));
    }

    /// <summary>The lines up to an empty one: an event or a comment. Null at the end.</summary>
    public async Task<string?> NextAsync()
    {
        var text = new StringBuilder();
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line)
        {
            if (line.Length == 0)
            {
                return text.ToString();
            }

            text.Append(text.Length == 0 ? "" : "\n").Append(line);
        }

        Assert.Equal(0, text.Length);
        return null;
    }

    /// <summary>All that is still to come, without comments.</summary>
    public async Task<List<string>> RestAsync()
    {
        var events = new List<string>();
        while (await NextAsync() is { } text)
        {
            if (text != ":")
            {
                events.Add(text);
            }
        }

        return events;
    }

    public void Dispose()
    {
        lines.Dispose();
        Response.Dispose();
    }
}

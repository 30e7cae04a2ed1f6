using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GraphBlog.GraphApi.Engine.Execution.Responses;

namespace GraphBlog.GraphApi.Engine.Http.WebSockets;

/// <summary>Sends messages, one after another, until it has sent the end. What comes later, or to a client that is gone, is dropped.</summary>
internal sealed class SocketWriter(WebSocket socket)
{
    // RFC 6455, section 5.5: a control frame holds 125 bytes, of which the code takes two.
    private const int MaxReasonBytes = 123;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Whether the end was sent, or is about to be.</summary>
    public bool IsClosed { get; private set; }

    /// <param name="type">The message's type.</param>
    /// <param name="id">Its id; null for none.</param>
    /// <param name="payload">Writes its payload; null for none.</param>
    /// <param name="ct">Drops the message if it is not its turn yet. A frame that is begun is always ended.</param>
    public async Task SendAsync(string type, string? id, Action<Utf8JsonWriter>? payload, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (!IsClosed && !ct.IsCancellationRequested)
            {
                using var message = new ResponseBuffer();
                Write(message, type, id, payload);
                await socket.SendAsync(message.Memory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (Exception e) when (IsGone(e))
        {
            IsClosed = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends the end, unless it is sent.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        await _turn.WaitAsync();
        try
        {
            if (!IsClosed)
            {
                IsClosed = true;
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, Shorten(reason), CancellationToken.None);
            }
        }
        catch (Exception e) when (IsGone(e))
        {
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether the connection, and nothing of ours, failed.</summary>
    public static bool IsGone(Exception exception)
        => exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;

    private static void Write(ResponseBuffer message, string type, string? id, Action<Utf8JsonWriter>? payload)
    {
        using var writer = new Utf8JsonWriter(message, ResponseBuffer.JsonOptions);
        writer.WriteStartObject();
        if (id is not null)
        {
            writer.WriteString("id"u8, id);
        }

        writer.WriteString("type"u8, type);
        if (payload is not null)
        {
            writer.WritePropertyName("payload"u8);
            payload(writer);
        }

        writer.WriteEndObject();
    }

    private static string Shorten(string reason)
    {
        Encoding.UTF8.GetEncoder().Convert(reason, new byte[MaxReasonBytes], flush: false, out var characters, out _, out _);
        return reason[..characters];
    }
}

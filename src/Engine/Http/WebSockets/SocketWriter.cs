using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Execution.Responses;

namespace GraphBlog.Engine.Http.WebSockets;

/// <summary>Sends messages, one after another, until it has sent the end. What comes later, or to a client that is gone, is dropped.</summary>
/// <param name="socket">The socket.</param>
/// <param name="cut">Cuts the connection, which ends what is being sent on it.</param>
/// <param name="clients">Waits for the client.</param>
/// <param name="mostWaiting">For how many bytes of results the client may let others wait; past it the connection is cut.</param>
internal sealed class SocketWriter(WebSocket socket, Action cut, ClientPatience clients, int mostWaiting)
{
    // RFC 6455, section 5.5: a control frame holds 125 bytes, of which the code takes two.
    private const int MaxReasonBytes = 123;

    private readonly SemaphoreSlim _turn = new(1);
    private long _waiting;

    /// <summary>Whether the end was sent, or is about to be.</summary>
    public bool IsClosed { get; private set; }

    /// <param name="type">The message's type.</param>
    /// <param name="id">Its id; null for none.</param>
    /// <param name="payload">Writes its payload; null for none.</param>
    /// <param name="ct">Drops the message if it is not its turn yet. A frame that is begun is always ended.</param>
    public async Task SendAsync(string type, string? id, Action<Utf8JsonWriter>? payload, CancellationToken ct)
    {
        using var message = new ResponseBuffer();
        Write(message, type, id, payload);
        await SendAsync([message.Memory], ct);
    }

    /// <summary>Sends a result, and gives its memory back.</summary>
    /// <param name="id">The operation's id.</param>
    /// <param name="result">The result.</param>
    /// <param name="ct">Drops the message if it is not its turn yet.</param>
    public async Task SendAsync(string id, OperationResult result, CancellationToken ct)
    {
        using var held = result;
        if (Interlocked.Add(ref _waiting, result.Length) > mostWaiting + result.Length)
        {
            cut();      // what is being sent ends, and all that waits for its turn is dropped
        }

        try
        {
            byte[] head = [.. "{\"id\":"u8, .. JsonSerializer.SerializeToUtf8Bytes(id), .. ",\"type\":\"next\",\"payload\":"u8];
            ReadOnlyMemory<byte>[] parts = [head, .. result.Parts(), "}"u8.ToArray()];
            await SendAsync(result.Length < ClientPatience.Piece ? [Joined(parts)] : parts, ct);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -result.Length);
        }
    }

    private async Task SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> parts, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            for (var i = 0; i < parts.Count && !IsClosed && (i > 0 || !ct.IsCancellationRequested); i++)
            {
                await SendAsync(parts[i], isLast: i == parts.Count - 1);
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

    private async Task SendAsync(ReadOnlyMemory<byte> part, bool isLast)
    {
        do
        {
            var piece = part[..Math.Min(part.Length, ClientPatience.Piece)];
            part = part[piece.Length..];
            var sending = socket.SendAsync(piece, WebSocketMessageType.Text, isLast && part.Length == 0, CancellationToken.None);
            await (sending.IsCompletedSuccessfully ? sending : new(clients.TakenAsync(sending.AsTask(), cut)));
        }
        while (part.Length > 0);
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
                await clients.TakenAsync(socket.CloseOutputAsync((WebSocketCloseStatus)code, Shorten(reason), CancellationToken.None), cut);
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

    private static byte[] Joined(IEnumerable<ReadOnlyMemory<byte>> parts) => [.. parts.SelectMany(part => part.ToArray())];

    private static string Shorten(string reason)
    {
        Encoding.UTF8.GetEncoder().Convert(reason, new byte[MaxReasonBytes], flush: false, out var characters, out _, out _);
        return reason[..characters];
    }
}

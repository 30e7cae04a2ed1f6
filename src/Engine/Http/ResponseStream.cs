using System.Buffers;
using GraphBlog.Engine.Execution;

namespace GraphBlog.Engine.Http;

/// <summary>Sends an HTTP response in pieces, each of which the client takes in time.</summary>
internal sealed class ResponseStream(HttpContext http, ClientPatience clients)
{
    private int _unsent;

    /// <summary>Writes a result.</summary>
    public async ValueTask WriteAsync(OperationResult result)
    {
        using (result)
        {
            foreach (var part in result.Parts())
            {
                await WriteAsync(part);
            }
        }
    }

    /// <summary>Writes bytes, and sends them as far as they fill pieces.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var length = Math.Min(bytes.Length, ClientPatience.Piece - _unsent);
            http.Response.BodyWriter.Write(bytes.Span[..length]);
            bytes = bytes[length..];
            _unsent += length;
            if (_unsent == ClientPatience.Piece)
            {
                await FlushAsync();
            }
        }
    }

    /// <summary>Sends what is written. To a connection that is gone nothing is sent.</summary>
    /// <exception cref="IOException">The client took nothing of it.</exception>
    public async ValueTask FlushAsync()
    {
        _unsent = 0;
        var flush = http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            _ = flush.Result;
            return;
        }

        await clients.TakenAsync(flush.AsTask(), http.Abort);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using GraphBlog.Engine.Execution;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Http;

/// <summary>
/// Waits for clients to take what is sent to them, but not for ever: a client that reads nothing would keep its answer in memory for as long
/// as it likes. All that is sent goes out in pieces, so that whoever reads slowly is seen to read.
/// </summary>
public sealed partial class ClientPatience(IOptions<GraphQLServerOptions> options, ILogger<ClientPatience> logger)
{
    /// <summary>The size of a piece, in bytes.</summary>
    internal const int Piece = 64 * 1024;

    // A connection that was cut ends what is being sent on it; this is for one that does not.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Waiting, bool> _waiting = [];
    private readonly LogSample _log = new(TimeSpan.FromSeconds(1));

    /// <summary>Waits until a piece is taken. After `WriteTimeout` the connection is cut.</summary>
    /// <param name="sending">The sending of the piece.</param>
    /// <param name="cut">Cuts the connection, which ends the sending.</param>
    /// <exception cref="IOException">The client took nothing.</exception>
    internal async Task TakenAsync(Task sending, Action cut)
    {
        if (sending.IsCompleted)
        {
            await sending;
            return;
        }

        var waiting = new Waiting(cut);
        _waiting[waiting] = true;
        try
        {
            await sending.WaitAsync(options.Value.WriteTimeout);
        }
        catch (TimeoutException)
        {
            Cut(waiting);
            await sending.WaitAsync(s_grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("The client does not take what is sent to it.");
        }
        finally
        {
            _waiting.TryRemove(waiting, out _);
        }
    }

    /// <summary>Cuts the connections of all who have taken nothing for so long.</summary>
    internal void CutOff(TimeSpan silence)
    {
        foreach (var (waiting, _) in _waiting)
        {
            if (Stopwatch.GetElapsedTime(waiting.Since) >= silence && _waiting.TryRemove(waiting, out _))
            {
                Cut(waiting);
            }
        }
    }

    private void Cut(Waiting waiting)
    {
        if (_log.TryTake("", out var unsaid))
        {
            LogCut(logger, Stopwatch.GetElapsedTime(waiting.Since).TotalSeconds, unsaid);
        }

        waiting.Cut();
    }

    [LoggerMessage(LogLevel.Warning, "A client took nothing of what was sent to it for {Seconds:0.0} s and was cut off ({Unsaid} more not logged)")]
    private static partial void LogCut(ILogger logger, double seconds, int unsaid);

    private sealed class Waiting(Action cut)
    {
        public long Since { get; } = Stopwatch.GetTimestamp();

        public Action Cut => cut;
    }
}

namespace GraphBlog.Engine.Execution;

/// <summary>
/// How long a request's work may take. Work is cancelled when its time is over; what does not end then, as where a network swallows what
/// is sent, is left to itself: nobody waits for it, but the request's place and services are kept until it ends.
/// </summary>
public sealed class TimeLimit : IDisposable
{
    // For work that was cancelled to end by itself.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _source;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly long _began;
    private readonly TimeSpan _time;
    private List<Task>? _left;

    /// <param name="time">How long.</param>
    /// <param name="ct">Cancels the request.</param>
    public TimeLimit(TimeSpan time, CancellationToken ct)
    {
        (_time, _began) = (time, _clock.GetTimestamp());
        _source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _source.CancelAfter(time);
        Token = _source.Token;
    }

    /// <summary>Is cancelled when the time is over, and with the request.</summary>
    public CancellationToken Token { get; }

    /// <summary>Ends with everything that was left to itself.</summary>
    public Task Left => _left is null ? Task.CompletedTask : Task.WhenAll(_left);

    /// <summary>Waits for work until it ends, however it does, or has had its time: then it is left to itself.</summary>
    /// <returns>Whether it ended.</returns>
    public async ValueTask<bool> EndsAsync(Task work)
    {
        if (!work.IsCompleted)
        {
            var rest = _time - _clock.GetElapsedTime(_began) + s_grace;
            await work.WaitAsync(rest > s_grace ? rest : s_grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!work.IsCompleted)
        {
            Leave(work);
            return false;
        }

        return true;
    }

    /// <summary>Keeps the request's place and services until this has ended.</summary>
    public void Leave(Task work) => (_left ??= []).Add(work.ContinueWith(ended => _ = ended.Exception, TaskScheduler.Default));

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();
}

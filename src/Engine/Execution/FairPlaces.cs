namespace GraphBlog.Engine.Execution;

/// <summary>
/// Places to execute in. Who finds none free waits in the lane of its kind; lanes take turns, so that one that sends a thousand at once
/// makes itself wait and not the others. Where too many wait, the longest lane gives up its last.
/// </summary>
/// <param name="places">How many there are.</param>
/// <param name="mostWaiting">How many may wait in all lanes together, those not counted that must not be refused.</param>
public sealed class FairPlaces(int places, int mostWaiting)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<TaskCompletionSource<bool>>> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private readonly int _all = places;
    private int _free = places;
    private int _waiting;

    /// <summary>How many are taken.</summary>
    public int Used => _all - Volatile.Read(ref _free);

    /// <summary>How many wait for one.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes a place, which has to be given back; false when there is none in time.</summary>
    /// <param name="lane">Who waits together.</param>
    /// <param name="patience">How long to wait; infinite for what must not be refused.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; no place was taken.</exception>
    public ValueTask<bool> TakeAsync(string lane, TimeSpan patience, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return new(true);
            }

            if (patience != Timeout.InfiniteTimeSpan && _waiting >= mostWaiting && !MakeRoom(lane))
            {
                return new(false);
            }

            if (!_lanes.TryGetValue(lane, out var queue))
            {
                _lanes[lane] = queue = [];
                _turns.Enqueue(lane);
            }

            _waiting++;
            return WaitAsync(queue, queue.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)), patience, ct);
        }
    }

    /// <summary>Gives a place back, to the first of the lane whose turn it is.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            while (_turns.TryDequeue(out var lane))
            {
                if (_lanes[lane].First is not { } first)
                {
                    _lanes.Remove(lane);
                    continue;
                }

                _turns.Enqueue(lane);
                End(first, isLetIn: true);
                return;
            }

            _free++;
        }
    }

    private bool MakeRoom(string lane)
    {
        var longest = _lanes.MaxBy(one => one.Value.Count);
        if (longest.Value is not { Last: { } last } || longest.Key == lane || longest.Value.Count <= 1)
        {
            return false;
        }

        End(last, isLetIn: false);
        return true;
    }

    private void End(LinkedListNode<TaskCompletionSource<bool>> waiter, bool isLetIn)
    {
        waiter.List!.Remove(waiter);
        _waiting--;
        waiter.Value.SetResult(isLetIn);
    }

    private async ValueTask<bool> WaitAsync(
        LinkedList<TaskCompletionSource<bool>> queue, LinkedListNode<TaskCompletionSource<bool>> waiter, TimeSpan patience, CancellationToken ct)
    {
        await ((Task)waiter.Value.Task).WaitAsync(patience, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (waiter.List == queue)
            {
                End(waiter, isLetIn: false);
            }
        }

        if (!await waiter.Value.Task)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }

        if (ct.IsCancellationRequested)
        {
            GiveBack();
            ct.ThrowIfCancellationRequested();
        }

        return true;
    }
}

namespace GraphBlog.Engine.Execution;

/// <summary>
/// Places to execute in. Who finds none waits in the lane of its kind, and of the lanes the one that executes least comes first. Some of the
/// places are anybody's; when these are taken, one more is let in only of a lane that has less than its equal part of them. So one lane
/// alone never has all, another finds a place at once however much the first sends, and lanes that all send much have the same time in
/// place, whatever each of their requests takes. Where too many wait, the longest lane gives up its last.
/// </summary>
/// <param name="places">How many there are.</param>
/// <param name="mostWaiting">How many may wait in all lanes together, those not counted that must not be refused.</param>
/// <param name="shared">How many of the places are anybody's; all, where there are not more.</param>
public sealed class FairPlaces(int places, int mostWaiting, int shared = int.MaxValue)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly LinkedList<Lane> _turns = new();      // the lanes in which somebody waits; who was let in goes to its end
    private readonly int _shared = Math.Min(places, shared);
    private int _taken;
    private int _waiting;

    /// <summary>How many are taken.</summary>
    public int Used => Volatile.Read(ref _taken);

    /// <summary>How many wait for one.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes a place, which has to be given back; false when there is none in time.</summary>
    /// <param name="name">The lane: who waits together.</param>
    /// <param name="patience">How long to wait; infinite for what must not be refused.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; no place was taken.</exception>
    public ValueTask<bool> TakeAsync(string name, TimeSpan patience, CancellationToken ct)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(name, out var lane))
            {
                _lanes[name] = lane = new Lane(name);
            }

            if (lane.Count == 0 && MayEnter(lane))
            {
                Enter(lane);
                return new(true);
            }

            if (patience != Timeout.InfiniteTimeSpan && _waiting >= mostWaiting && !MakeRoom(lane))
            {
                Forget(lane);
                return new(false);
            }

            if (lane.Count == 0)
            {
                _turns.AddLast(lane);
            }

            _waiting++;
            return WaitAsync(lane, lane.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)), patience, ct);
        }
    }

    /// <summary>Gives a place of a lane back, to whoever may have it now.</summary>
    public void GiveBack(string name)
    {
        lock (_lock)
        {
            var lane = _lanes[name];
            lane.Executing--;
            _taken--;
            Forget(lane);
            while (Next() is { } next)
            {
                _turns.Remove(next);
                Enter(next);
                End(next, next.First!, isLetIn: true);
                if (next.Count > 0)
                {
                    _turns.AddLast(next);
                }
            }
        }
    }

    private bool MayEnter(Lane lane) => _taken < places && (_taken < _shared || lane.Executing < Math.Max(1, _shared / _lanes.Count));

    private Lane? Next()
    {
        Lane? next = null;
        for (var turn = _turns.First; turn is not null && next is not { Executing: 0 }; turn = turn.Next)
        {
            next = MayEnter(turn.Value) && turn.Value.Executing < (next?.Executing ?? int.MaxValue) ? turn.Value : next;
        }

        return next;
    }

    private void Enter(Lane lane)
    {
        lane.Executing++;
        _taken++;
    }

    private void Forget(Lane lane)
    {
        if (lane is { Executing: 0, Count: 0 })
        {
            _lanes.Remove(lane.Name);
        }
    }

    private bool MakeRoom(Lane lane)
    {
        if (_turns.MaxBy(one => one.Count) is not { Last: { } last, Count: > 1 } longest || longest == lane)
        {
            return false;
        }

        End(longest, last, isLetIn: false);
        return true;
    }

    private void End(Lane lane, LinkedListNode<TaskCompletionSource<bool>> waiter, bool isLetIn)
    {
        lane.Remove(waiter);
        _waiting--;
        waiter.Value.SetResult(isLetIn);
    }

    private async ValueTask<bool> WaitAsync(
        Lane lane, LinkedListNode<TaskCompletionSource<bool>> waiter, TimeSpan patience, CancellationToken ct)
    {
        await ((Task)waiter.Value.Task).WaitAsync(patience, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (waiter.List == lane)
            {
                End(lane, waiter, isLetIn: false);
                if (lane.Count == 0)
                {
                    _turns.Remove(lane);
                    Forget(lane);
                }
            }
        }

        if (!await waiter.Value.Task)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }

        if (ct.IsCancellationRequested)
        {
            GiveBack(lane.Name);
            ct.ThrowIfCancellationRequested();
        }

        return true;
    }

    private sealed class Lane(string name) : LinkedList<TaskCompletionSource<bool>>
    {
        public string Name => name;

        public int Executing { get; set; }
    }
}

namespace GraphBlog.Persistence.Standbys;

/// <summary>
/// What the primary had written at moments of the last seconds, each an LSN and when it was asked for. So "all that was committed before a
/// moment" is a position in the primary's log, and no write has to ask for its own.
/// </summary>
/// <param name="kept">For how long moments are kept, and one that is older.</param>
internal sealed class PrimaryLog(TimeSpan kept)
{
    /// <summary>Farther than any standby is.</summary>
    public const ulong Unknown = ulong.MaxValue;

    private readonly Lock _lock = new();
    private readonly Queue<(long AskedAt, ulong Written)> _moments = [];
    private (long AskedAt, ulong Written)? _oldest;

    /// <summary>The moment of which a standby must have everything, whoever asks; the beginning of time before the primary has been seen.</summary>
    public long OldestAt
    {
        get
        {
            lock (_lock)
            {
                return _oldest?.AskedAt ?? long.MinValue;
            }
        }
    }

    /// <summary>The primary's position now. A standby need not have come farther than it was when `kept` began.</summary>
    public void Add(long askedAt, ulong written)
    {
        lock (_lock)
        {
            _oldest ??= (askedAt, written);
            _moments.Enqueue((askedAt, written));
            while (_moments.TryPeek(out var next) && TimeProvider.System.GetElapsedTime(next.AskedAt) >= kept)
            {
                _oldest = _moments.Dequeue();
            }
        }
    }

    /// <summary>A position that has all that was committed before a moment; <see cref="Unknown"/> while the primary was not asked since.</summary>
    public ulong PositionOf(long moment)
    {
        lock (_lock)
        {
            if (_oldest is not { } oldest)
            {
                return Unknown;
            }

            if (moment <= oldest.AskedAt)
            {
                return oldest.Written;
            }

            foreach (var (askedAt, written) in _moments)
            {
                if (askedAt >= moment)
                {
                    return written;
                }
            }

            return Unknown;
        }
    }
}

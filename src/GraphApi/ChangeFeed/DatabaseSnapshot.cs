using System.Globalization;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>
/// A moment of the database: the transactions it sees. In PostgreSQL's text form <c>xmin:xmax:xip,xip</c> everything below xmin is over,
/// nothing from xmax on has begun, and the listed ones between were running (manual, section 9.27.11). It means something in its epoch
/// alone: a restored database counts its transactions anew.
/// </summary>
internal sealed class DatabaseSnapshot
{
    private readonly ulong _xmin;
    private readonly ulong _xmax;
    private readonly HashSet<ulong> _running;
    private (ulong Transaction, long Entry) _dropped;

    private DatabaseSnapshot(string epoch, string text, ulong xmin, ulong xmax, HashSet<ulong> running)
        => (Epoch, Text, _xmin, _xmax, _running) = (epoch, text, xmin, xmax, running);

    /// <summary>Whose transactions it counts.</summary>
    public string Epoch { get; }

    /// <summary>As PostgreSQL reads and writes it.</summary>
    public string Text { get; }

    /// <summary>Authenticates the cursors of its epoch; empty for a moment that a client has named.</summary>
    public byte[] CursorKey { get; private set; } = [];

    /// <summary>
    /// Whether the log had, at this moment, all that comes after a position: what was dropped was seen by then, or told. It looks at the
    /// newest that was dropped, so a position whose oldest transaction ran for as long as the log is kept may count as too old.
    /// </summary>
    public bool Keeps(FeedCursor position)
        => _dropped.Transaction < position.From._xmin
            || _dropped.Transaction < position.To._xmin && _dropped.Entry <= position.EntryId;

    /// <summary>Whether it is of the same epoch as another, and sees all that the other sees.</summary>
    public bool Includes(DatabaseSnapshot other)
        => Epoch == other.Epoch && _xmax >= other._xmax
            && _running.All(transaction => transaction >= other._xmax || other._running.Contains(transaction));

    /// <summary>The same moment, as the server has it that found its client's cursor to be authentic.</summary>
    public DatabaseSnapshot WithKeyOf(DatabaseSnapshot now) => new(Epoch, Text, _xmin, _xmax, _running) { CursorKey = now.CursorKey };

    /// <summary>This moment, as the context's transaction sees it.</summary>
    public static async Task<DatabaseSnapshot> NowAsync(BlogDbContext blog, CancellationToken ct)
    {
        var row = await blog.MomentAsync(ct);
        var now = TryParse(row.Epoch, row.Snapshot) ?? throw new InvalidOperationException("PostgreSQL wrote a snapshot that cannot be read.");
        now.CursorKey = row.CursorKey;
        now._dropped = (row.DroppedTransaction, row.DroppedEntry);
        return now;
    }

    /// <summary>Null for a text that PostgreSQL would not take.</summary>
    public static DatabaseSnapshot? TryParse(string epoch, string text)
    {
        if (text.Split(':') is not [var min, var max, var list] || Number(min) is not { } xmin || Number(max) is not { } xmax || xmin == 0
            || xmin > xmax)
        {
            return null;
        }

        var running = list.Length == 0 ? [] : list.Split(',').Select(Number).ToList();
        var last = xmin;
        foreach (var transaction in running)
        {
            if (transaction is not { } number || number < last || number >= xmax)
            {
                return null;
            }

            last = number;
        }

        return new(epoch, text, xmin, xmax, [.. running.OfType<ulong>()]);
    }

    private static ulong? Number(string text)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue ? number : null;
}

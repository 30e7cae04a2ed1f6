using GraphBlog.Engine.Http;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Execution.Memory;

/// <summary>What all answers hold together that are being made or that clients have yet to take. Small ones do not count.</summary>
public sealed class AnswerMemory(IOptions<GraphQLServerOptions> options, ClientPatience clients)
{
    // Shorter than any client is given otherwise: somebody else needs the memory.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly long _most = options.Value.MaxAnswerBytesTogether;
    private long _held;

    /// <summary>How many bytes they hold.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>How many they may hold.</summary>
    public long Most => _most;

    /// <summary>Takes more, if there is that much left. Where there is not, clients that take nothing of their answers are cut off.</summary>
    /// <param name="bytes">How much; a negative number gives it back.</param>
    /// <param name="mustHave">Takes it in any case.</param>
    internal bool TryTake(long bytes, bool mustHave)
    {
        // Never more than there is, not for a moment: another who asks just then would be refused for what nobody gets.
        long held;
        do
        {
            held = Volatile.Read(ref _held);
            if (bytes > 0 && held + bytes > _most)
            {
                clients.CutOff(s_patience);
                if (!mustHave)
                {
                    return false;
                }
            }
        }
        while (Interlocked.CompareExchange(ref _held, held + bytes, held) != held);
        return true;
    }
}

/// <summary>One holder's part of it. One that is forgotten gives it back when it is collected, as what it stands for is.</summary>
internal sealed class MemoryLease(AnswerMemory memory) : IDisposable
{
    private const int Unit = 64 * 1024;

    private long _held;

    ~MemoryLease() => GiveBack();

    /// <summary>Holds so much in all, rounded up.</summary>
    /// <inheritdoc cref="AnswerMemory.TryTake" path="/param"/>
    public bool TryHold(long bytes, bool mustHave)
    {
        var wanted = (bytes + Unit - 1) / Unit * Unit;
        if (wanted > _held)
        {
            if (!memory.TryTake(wanted - _held, mustHave))
            {
                return false;
            }

            _held = wanted;
        }

        return true;
    }

    public void Dispose()
    {
        GiveBack();
        GC.SuppressFinalize(this);
    }

    private void GiveBack() => memory.TryTake(-Interlocked.Exchange(ref _held, 0), mustHave: true);
}

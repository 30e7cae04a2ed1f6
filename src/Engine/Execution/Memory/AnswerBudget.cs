using GraphBlog.Engine.Http;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Execution.Memory;

/// <summary>
/// What one answer may take: of a request, with all operations of a batch, of an operation on a socket, or of an event. What is read for it
/// counts while it is read, and what is written of it while it is written, so that it is refused before it is in memory.
/// </summary>
public sealed class AnswerBudget(IOptions<GraphQLServerOptions> options, AnswerMemory memory) : IDisposable
{
    /// <summary>Below this nothing is counted with the others: most answers.</summary>
    internal const int Small = 64 * 1024;

    private const int BytesPerChar = sizeof(char);

    private readonly int _most = options.Value.MaxAnswerBytes;
    private OperationType? _kind;      // null until an operation begins: what is read to let it in is nobody's answer
    private long _read;
    private long _written;
    private MemoryLease? _reads;
    private AnswerRefusedException? _refused;
    private bool _isMade;
    private AnswerBudget? _whole;

    private AnswerBudget Whole => _whole ?? this;

    /// <summary>Counts what is read for the answer.</summary>
    /// <param name="length">Its length: characters of text, bytes of JSON.</param>
    /// <exception cref="Exception">It is more than may be. Nothing more should be read.</exception>
    public void Read(long length)
    {
        _read += _kind is null ? 0 : length;
        if (_read <= Small)
        {
            return;
        }

        if (_read > _most)
        {
            throw Refused(TooLarge());
        }

        if (!(_reads ??= new(memory)).TryHold(_read * BytesPerChar, mustHave: _kind == OperationType.Mutation))
        {
            throw Refused(Busy());
        }
    }

    public void Dispose() => _reads?.Dispose();

    /// <summary>What is written here counts as written of another answer, of which it is a part.</summary>
    internal void IsPartOf(AnswerBudget whole) => _whole = whole;

    /// <summary>Begins an operation, or one field of a mutation, whose answer has its own part in what is read.</summary>
    internal void Begin(OperationType kind) => (_kind, _read, _refused, _isMade) = (kind, 0, null, false);

    /// <summary>Says whether a mutation has made its change, so that what follows is its answer alone.</summary>
    internal void Made(bool isMade) => _isMade = isMade;

    /// <summary>All that was read has been written.</summary>
    internal void End(int written)
    {
        Whole._written += written;
        _read = 0;
        _reads?.Dispose();
        _reads = null;
    }

    /// <summary>Of a query nothing is answered where a part was refused; a mutation, or an event, is told all the same, but for that part.</summary>
    /// <exception cref="AnswerRefusedException">A part was.</exception>
    internal void Enforce()
    {
        if (_refused is not null && _kind == OperationType.Query)
        {
            throw _refused;
        }
    }

    /// <summary>Whether so much may be written of this operation.</summary>
    /// <exception cref="AnswerRefusedException">It may not.</exception>
    internal void CheckWritten(int length)
    {
        if (Whole._written + length > _most)
        {
            throw Refused(TooLarge());
        }
    }

    /// <summary>Counts the memory of what is being written.</summary>
    /// <param name="lease">What was counted before; null for nothing.</param>
    /// <param name="bytes">How much it is.</param>
    /// <exception cref="AnswerRefusedException">There is not that much left.</exception>
    internal MemoryLease? Hold(MemoryLease? lease, int bytes)
        => bytes <= Small ? null
            : (lease ??= new(memory)).TryHold(bytes, mustHave: _kind == OperationType.Mutation) ? lease : throw Refused(Busy());

    private AnswerRefusedException Refused(GraphQLRequestException why) => _refused = new(why);

    private GraphQLRequestException TooLarge() => new(
        $"The answer, or what is read for it, is larger than the limit of {_most} bytes. "
            + (_isMade ? "The change was made; ask for the rest of the answer by queries." : "Ask for fewer items or fields at once."),
        ErrorCodes.AnswerTooLarge,
        StatusCodes.Status400BadRequest);

    private static GraphQLRequestException Busy() => new(
        "The answers that are being made take all the memory that they may. Try again, or ask for less at once.",
        ErrorCodes.ServerBusy,
        StatusCodes.Status503ServiceUnavailable)
    {
        IsRetryable = true,
        RetryAfter = 1,
    };
}

/// <summary>An answer, or a part of it, would be too large. Unlike other failures it is none of the value's that was being written.</summary>
internal sealed class AnswerRefusedException(GraphQLRequestException why) : Exception(why.Message)
{
    /// <summary>What the client is told.</summary>
    public GraphQLRequestException Why { get; } = why;

    /// <summary>Whether there is only no room for it just now.</summary>
    public bool IsPassing => Why.Code == ErrorCodes.ServerBusy;
}

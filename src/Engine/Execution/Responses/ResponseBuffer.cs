using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphBlog.Engine.Execution.Memory;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>
/// JSON in UTF-8 that grows at its end and can be cut back, in pieces of memory lent by a pool: what is large is not copied to grow, and leaves
/// no large arrays for the collector. Disposing gives the memory back.
/// </summary>
/// <param name="budget">Bounds it; null for nothing.</param>
internal sealed class ResponseBuffer(AnswerBudget? budget = null) : IBufferWriter<byte>, IDisposable
{
    // Leaves "<" and "'" as they are: no browser reads this as HTML, as it is sent as JSON with nosniff.
    public static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The size of a piece from the third on, in bytes. What cannot be cut in two gets as large a piece as it needs.</summary>
    internal const int Piece = 64 * 1024;

    private const int InitialSize = 16 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _used;      // of the piece that is written to
    private List<(byte[] Bytes, int Used)>? _full;
    private int _before;      // bytes in those
    private int _size = InitialSize;
    private Utf8JsonWriter? _json;
    private MemoryLease? _lease;

    /// <summary>What is written, piece by piece, until more is.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces
        => [.. (_full ?? []).Select(piece => new ReadOnlyMemory<byte>(piece.Bytes, 0, piece.Used)), _bytes.AsMemory(0, _used)];

    /// <summary>How many bytes are written; a smaller number takes back what is past it.</summary>
    public int Length
    {
        get => _before + _used;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Length);
            while (value < _before)
            {
                GiveBack(_bytes);
                (_bytes, _used) = _full![^1];
                _full.RemoveAt(_full.Count - 1);
                _before -= _used;
            }

            _used = value - _before;
        }
    }

    /// <summary>Whether that is all that is written.</summary>
    public bool Is(ReadOnlySpan<byte> json) => _before == 0 && _bytes.AsSpan(0, _used).SequenceEqual(json);

    public void Write(byte value)
    {
        if (_used == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_used++] = value;
    }

    public void Write(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Free(json.Length));
        _used += json.Length;
    }

    /// <summary>At least that much memory past the end, to be counted in with <see cref="Advance"/>.</summary>
    public Span<byte> Free(int size)
    {
        if (_bytes.Length - _used < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_used);
    }

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        _ = Free(Math.Max(sizeHint, 256));
        return _bytes.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => Free(Math.Max(sizeHint, 256));

    /// <summary>Writes what has no fast way of its own.</summary>
    public void WriteJson<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        _json ??= new Utf8JsonWriter(this, JsonOptions);

        // What a failed write left in it must not come out with this one.
        _json.Reset();
        write(_json, value);
        _json.Flush();
    }

    public void Dispose()
    {
        _json?.Reset();
        Length = 0;
        var last = _bytes;
        _bytes = [];
        GiveBack(last);
        _lease?.Dispose();
    }

    /// <summary>Checks what is written so far.</summary>
    /// <exception cref="AnswerRefusedException">It is more than may be.</exception>
    public void Check() => budget?.CheckWritten(Length);

    private void Grow(int size)
    {
        ObjectDisposedException.ThrowIf(_bytes.Length == 0, this);
        budget?.CheckWritten(Length - AnswerBudget.Small);      // leaves room for what is said in place of what was too large
        var wanted = Math.Max(size, Math.Min(2 * _bytes.Length, Piece));
        _lease = budget?.Hold(_lease, checked(_size + wanted)) ?? _lease;
        (_full ??= []).Add((_bytes, _used));
        _before += _used;
        (_bytes, _used) = (wanted > Piece ? GC.AllocateUninitializedArray<byte>(wanted) : ArrayPool<byte>.Shared.Rent(wanted), 0);
        _size += _bytes.Length;
    }

    // A pool would keep what is larger for the next answer of that size, which may never come.
    private void GiveBack(byte[] bytes)
    {
        _size -= bytes.Length;
        if (bytes.Length is > 0 and <= Piece)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphBlog.Engine.Execution.Memory;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>JSON in UTF-8 that grows at its end and can be cut back, in memory lent by a pool. Disposing gives the memory back.</summary>
/// <param name="budget">Bounds it; null for nothing.</param>
internal sealed class ResponseBuffer(AnswerBudget? budget = null) : IBufferWriter<byte>, IDisposable
{
    // Leaves "<" and "'" as they are: no browser reads this as HTML, as it is sent as JSON with nosniff.
    public static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const int InitialSize = 16 * 1024;

    // A pool would keep what is larger for the next answer of that size, which may never come.
    private const int LargestLent = 1024 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _length;
    private Utf8JsonWriter? _json;
    private MemoryLease? _lease;

    public ReadOnlySpan<byte> Written => Memory.Span;

    /// <summary>What is written, until more is.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>How many bytes are written; a smaller number takes back what is past it.</summary>
    public int Length
    {
        get => _length;
        set => _length = value <= _length ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    public void Write(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    public void Write(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Free(json.Length));
        _length += json.Length;
    }

    /// <summary>At least that much memory past the end, to be counted in with <see cref="Advance"/>.</summary>
    public Span<byte> Free(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_length);
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        _ = Free(Math.Max(sizeHint, 256));
        return _bytes.AsMemory(_length);
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
        var bytes = _bytes;
        (_bytes, _length) = ([], 0);
        GiveBack(bytes);
        _lease?.Dispose();
    }

    /// <summary>Checks what is written so far.</summary>
    /// <exception cref="AnswerRefusedException">It is more than may be.</exception>
    public void Check() => budget?.CheckWritten(_length);

    private void Grow(int size)
    {
        ObjectDisposedException.ThrowIf(_bytes.Length == 0, this);
        budget?.CheckWritten(_length - AnswerBudget.Small);      // leaves room for what is said in place of what was too large
        var wanted = Math.Max(checked(_length + size), (int)Math.Min(2L * _bytes.Length, Array.MaxLength));
        _lease = budget?.Hold(_lease, wanted) ?? _lease;
        var larger = wanted > LargestLent ? GC.AllocateUninitializedArray<byte>(wanted) : ArrayPool<byte>.Shared.Rent(wanted);
        Written.CopyTo(larger);
        GiveBack(_bytes);
        _bytes = larger;
    }

    private static void GiveBack(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= LargestLent)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}

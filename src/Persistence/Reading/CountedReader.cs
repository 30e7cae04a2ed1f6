using System.Collections;
using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GraphBlog.Persistence.Reading;

/// <summary>
/// A reader that counts texts and JSON, which alone can be large. What is too much ends the statement as well, so that its rest is not sent.
/// </summary>
internal sealed class CountedReader(DbDataReader rows, Action cancel, ReadCounter counter) : DbDataReader
{
    public override int Depth => rows.Depth;

    public override int FieldCount => rows.FieldCount;

    public override bool HasRows => rows.HasRows;

    public override bool IsClosed => rows.IsClosed;

    public override int RecordsAffected => rows.RecordsAffected;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override string GetString(int ordinal)
    {
        var text = rows.GetString(ordinal);
        Count(text.Length);
        return text;
    }

    public override T GetFieldValue<T>(int ordinal)
    {
        var value = rows.GetFieldValue<T>(ordinal);
        Count(value);
        return value;
    }

    public override async Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken)
    {
        var value = await rows.GetFieldValueAsync<T>(ordinal, cancellationToken);
        Count(value);
        return value;
    }

    public override object GetValue(int ordinal)
    {
        var value = rows.GetValue(ordinal);
        Count(value);
        return value;
    }

    public override int GetValues(object[] values)
    {
        var count = rows.GetValues(values);
        Array.ForEach(values[..count], Count);
        return count;
    }

    public override bool Read() => rows.Read();

    public override Task<bool> ReadAsync(CancellationToken cancellationToken) => rows.ReadAsync(cancellationToken);

    public override bool NextResult() => rows.NextResult();

    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) => rows.NextResultAsync(cancellationToken);

    public override bool IsDBNull(int ordinal) => rows.IsDBNull(ordinal);

    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) => rows.IsDBNullAsync(ordinal, cancellationToken);

    public override bool GetBoolean(int ordinal) => rows.GetBoolean(ordinal);

    public override byte GetByte(int ordinal) => rows.GetByte(ordinal);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
        => rows.GetBytes(ordinal, dataOffset, buffer, bufferOffset, length);

    public override char GetChar(int ordinal) => rows.GetChar(ordinal);

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
        => rows.GetChars(ordinal, dataOffset, buffer, bufferOffset, length);

    public override string GetDataTypeName(int ordinal) => rows.GetDataTypeName(ordinal);

    public override DateTime GetDateTime(int ordinal) => rows.GetDateTime(ordinal);

    public override decimal GetDecimal(int ordinal) => rows.GetDecimal(ordinal);

    public override double GetDouble(int ordinal) => rows.GetDouble(ordinal);

    public override IEnumerator GetEnumerator() => rows.GetEnumerator();

    public override Type GetFieldType(int ordinal) => rows.GetFieldType(ordinal);

    public override float GetFloat(int ordinal) => rows.GetFloat(ordinal);

    public override Guid GetGuid(int ordinal) => rows.GetGuid(ordinal);

    public override short GetInt16(int ordinal) => rows.GetInt16(ordinal);

    public override int GetInt32(int ordinal) => rows.GetInt32(ordinal);

    public override long GetInt64(int ordinal) => rows.GetInt64(ordinal);

    public override string GetName(int ordinal) => rows.GetName(ordinal);

    public override int GetOrdinal(string name) => rows.GetOrdinal(name);

    public override void Close() => rows.Close();

    public override Task CloseAsync() => rows.CloseAsync();

    public override ValueTask DisposeAsync() => rows.DisposeAsync();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rows.Dispose();
        }
    }

    private void Count<T>(T value)
    {
        switch (value)
        {
            case JsonElement { ValueKind: not JsonValueKind.Undefined } json:
                Count(JsonMarshal.GetRawUtf8Value(json).Length);
                break;
            case string text:
                Count(text.Length);
                break;
            case string[] texts:
                Count(texts.Sum(text => text?.Length ?? 0));
                break;
        }
    }

    private void Count(int length)
    {
        try
        {
            counter(length);
        }
        catch
        {
            cancel();
            throw;
        }
    }
}

using System.Buffers.Text;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GraphQL.Types;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>Writes single values as JSON. Each method answers false, and writes nothing, where the value is null.</summary>
internal static class ScalarWriter
{
    private const int MaxNumberLength = 64;
    private const int MomentLength = 33;
    private const int FractionEnd = 27;

    private static readonly JsonSerializerOptions s_serializerOptions = new() { Encoder = ResponseBuffer.JsonOptions.Encoder };

    /// <summary>Serialises a value as its scalar does, and writes it.</summary>
    /// <exception cref="Exception">The value is none of the scalar's; part of it may have been written.</exception>
    public static bool Write(ResponseBuffer buffer, ScalarGraphType scalar, object? value)
    {
        switch (scalar.Serialize(value))
        {
            case null:
                return false;
            case string text:
                return Write(buffer, text);
            case int number:
                return Write(buffer, number);
            case bool flag:
                return Write(buffer, flag);
            case long number:
                return Write(buffer, number);
            case double number:
                return Write(buffer, number);
            case var other:
                buffer.WriteJson(other, WriteValue);
                return true;
        }
    }

    public static bool Write(ResponseBuffer buffer, string? text)
    {
        if (text is null)
        {
            return false;
        }

        JsonText.Write(buffer, text);
        return true;
    }

    public static bool Write(ResponseBuffer buffer, bool flag)
    {
        buffer.Write(flag ? "true"u8 : "false"u8);
        return true;
    }

    public static bool Write(ResponseBuffer buffer, int number) => Write(buffer, (long)number);

    public static bool Write(ResponseBuffer buffer, long number)
    {
        _ = Utf8Formatter.TryFormat(number, buffer.Free(MaxNumberLength), out var length);
        buffer.Advance(length);
        return true;
    }

    /// <summary>Refuses what JSON has no number for. Source: GraphQL specification, section 3.5.2 "Float".</summary>
    public static bool Write(ResponseBuffer buffer, double number)
    {
        if (!double.IsFinite(number))
        {
            throw new InvalidOperationException("A number is not finite.");
        }

        _ = Utf8Formatter.TryFormat(number, buffer.Free(MaxNumberLength), out var length);
        buffer.Advance(length);
        return true;
    }

    /// <summary>As <see cref="Scalars.DateTimeType.Format"/>, without the string.</summary>
    public static bool Write(ResponseBuffer buffer, DateTimeOffset moment)
    {
        Span<byte> text = stackalloc byte[MomentLength];
        var isUtc = moment.Offset == TimeSpan.Zero;
        _ = isUtc ? moment.UtcDateTime.TryFormat(text, out var length, "O", CultureInfo.InvariantCulture)
            : moment.TryFormat(text, out length, "O", CultureInfo.InvariantCulture);
        buffer.Write((byte)'"');
        buffer.Write(text[..FractionEnd].TrimEnd((byte)'0').TrimEnd((byte)'.'));
        buffer.Write(text[FractionEnd..length]);
        buffer.Write((byte)'"');
        return true;
    }

    public static bool Write(ResponseBuffer buffer, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            return false;
        }

        buffer.WriteJson(json, static (writer, value) => value.WriteTo(writer));
        return true;
    }

    public static bool Write(ResponseBuffer buffer, bool? flag) => flag is { } value && Write(buffer, value);

    public static bool Write(ResponseBuffer buffer, int? number) => number is { } value && Write(buffer, value);

    public static bool Write(ResponseBuffer buffer, long? number) => number is { } value && Write(buffer, value);

    public static bool Write(ResponseBuffer buffer, double? number) => number is { } value && Write(buffer, value);

    public static bool Write(ResponseBuffer buffer, DateTimeOffset? moment) => moment is { } value && Write(buffer, value);

    public static bool Write(ResponseBuffer buffer, JsonElement? json) => json is { } value && Write(buffer, value);

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
                break;
            case JsonElement json:
                json.WriteTo(writer);
                break;
            case IDictionary<string, object?> map:
                writer.WriteStartObject();
                foreach (var (name, item) in map)
                {
                    writer.WritePropertyName(name);
                    WriteValue(writer, item);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list and (IEnumerable<object?> or IList):
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                JsonSerializer.Serialize(writer, value, value.GetType(), s_serializerOptions);
                break;
        }
    }
}

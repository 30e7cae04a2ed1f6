using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GraphBlog.Engine.Execution.Values;
using GraphQL;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Scalars;

/// <summary>Writes as JSON what GraphQL.NET hands a scalar: the literal's syntax, or the plain objects a variable was read into.</summary>
internal sealed class JsonValueWriter(Utf8JsonWriter json)
{
    // PostgreSQL's numeric has 16,383 digits after the point at most; with an exponent of a double's range this stays far below.
    private const int MaxNumberLength = 1000;

    public static JsonElement ToElement(Action<JsonValueWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(new(json));
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Writes a literal. A variable inside it is refused: its value is not known here.</summary>
    public void Write(GraphQLValue literal)
    {
        switch (literal)
        {
            case GraphQLObjectValue { Fields: var fields }:
                json.WriteStartObject();
                foreach (var field in fields ?? [])
                {
                    json.WritePropertyName(field.Name.StringValue);
                    Write(field.Value);
                }
                json.WriteEndObject();
                break;
            case GraphQLListValue { Values: var values }:
                json.WriteStartArray();
                foreach (var value in values ?? [])
                {
                    Write(value);
                }

                json.WriteEndArray();
                break;
            case GraphQLStringValue text: json.WriteStringValue(text.Value.Span); break;
            case GraphQLEnumValue name: json.WriteStringValue(name.Name.Value.Span); break;
            case GraphQLIntValue number: WriteNumber(number.Value.Span); break;
            case GraphQLFloatValue number: WriteNumber(number.Value.Span); break;
            case GraphQLBooleanValue flag: json.WriteBooleanValue(flag.BoolValue); break;
            case GraphQLNullValue: json.WriteNullValue(); break;
            default: throw new ExecutionError("A variable inside a JSON literal is not supported: give the whole value as one.");
        }
    }

    /// <summary>Writes what a variable was read into.</summary>
    public void Write(object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case IDictionary<string, object?> members:
                json.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    json.WritePropertyName(name);
                    Write(member);
                }
                json.WriteEndObject();
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(item);
                }

                json.WriteEndArray();
                break;
            case BigInteger number: json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case WrittenNumber number: WriteNumber(number.Text); break;
            default: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
        }
    }

    /// <summary>
    /// A number with every digit that was written. What is past a double's range is refused: most readers of JSON would make it 0 or
    /// infinite.
    /// </summary>
    private void WriteNumber(ReadOnlySpan<char> text)
    {
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        var digits = text[..(text.IndexOfAny('e', 'E') is >= 0 and var exponent ? exponent : text.Length)];
        if (text.Length > MaxNumberLength || !double.IsFinite(value) || value == 0 && digits.ContainsAnyInRange('1', '9'))
        {
            throw new ExecutionError(
                $"The number {(text.Length > 40 ? $"{text[..39]}…" : text)} cannot be kept: it is too large, too small, or longer than {MaxNumberLength} characters.");
        }

        json.WriteRawValue(text);
    }
}

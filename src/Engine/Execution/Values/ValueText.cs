using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>A value as the client wrote it, for messages, which quote no more than its beginning.</summary>
internal static class ValueText
{
    private const int MaxLength = 100;

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="value">A literal of a document, or a value that <see cref="VariablesReader"/> read.</param>
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.Length <= MaxLength ? text.ToString() : Cut(text.ToString());
    }

    // No half of a surrogate pair is left at the end.
    private static string Cut(string text)
        => string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1), "…");

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null or GraphQLNullValue:
                text.Append("null");
                break;
            case GraphQLStringValue literal:
                AppendText(text, literal.Value.Span);
                break;
            case GraphQLVariable variable:
                text.Append('$').Append(variable.Name.StringValue);
                break;
            case GraphQLEnumValue name:
                text.Append(name.Name.Value.Span);
                break;
            case GraphQLListValue list:
                Append(text, '[', list.Values ?? [], ']', item => Append(text, item));
                break;
            case GraphQLObjectValue given:
                Append(text, '{', given.Fields ?? [], '}', field => Append(text.Append(field.Name.Value.Span).Append(": "), field.Value));
                break;
            case IHasValueNode literal:
                text.Append(literal.Value.Span);
                break;
            case string given:
                AppendText(text, given);
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case WrittenNumber number:
                text.Append(number.Text);
                break;
            case IDictionary<string, object?> given:
                Append(text, '{', given, '}', field => Append(text.Append(field.Key).Append(": "), field.Value));
                break;
            case IEnumerable list:
                Append(text, '[', list.Cast<object?>(), ']', item => Append(text, item));
                break;
            default:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture)!.ToLowerInvariant());
                break;
        }
    }

    private static void AppendText(StringBuilder text, ReadOnlySpan<char> given)
        => text.Append(JsonSerializer.Serialize(given[..Math.Min(given.Length, MaxLength + 1)].ToString(), s_readable));

    private static void Append<T>(StringBuilder text, char open, IEnumerable<T> items, char close, Action<T> append)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items.TakeWhile(_ => text.Length <= MaxLength))
        {
            text.Append(isFirst ? "" : ", ");
            isFirst = false;
            append(item);
        }

        text.Append(close);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using GraphBlog.Engine.Execution.Values;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Scalars;

/// <summary>
/// A moment with its offset from UTC as RFC 3339 writes it (section 5.6), read strictly and written without trailing zeros of the
/// second's fraction; UTC is written as <c>Z</c>. Nanoseconds are read, and rounded to the microseconds that are kept.
/// </summary>
public sealed partial class DateTimeType : ScalarGraphType
{
    /// <summary>The address of the scalar's specification.</summary>
    public string SpecifiedBy => "https://www.rfc-editor.org/rfc/rfc3339";

    /// <summary>Creates the scalar.</summary>
    public DateTimeType()
    {
        Name = "DateTime";
        Description = "A date and time with its offset from UTC in the format of RFC 3339, such as `2026-11-23T04:46:50.123456Z`. "
            + "Up to nine digits of fractional seconds are accepted, and rounded to microseconds.";
    }

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue(text.Value.ToString()),
        GraphQLNullValue => null,
        _ => throw NoMoment(value),
    };

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when Rfc3339().Match(text) is { Success: true } match
            && DateTimeOffset.TryParse(text.Remove(match.Groups["beyond"].Index, match.Groups["beyond"].Length),
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) => Rounded(moment),
        _ => throw NoMoment(value),
    };

    private ExecutionError NoMoment(object value)
        => new($"{ValueText.Of(value)} is no {Name}: a string with a date, a time to the second, of which nine digits "
        + "are read at most, and the offset from UTC is wanted, such as \"2026-11-23T04:46:50.123456Z\".");

    /// <inheritdoc />
    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset moment => Format(moment),
        _ => ThrowSerializationError(value),
    };

    /// <summary>The text of a moment.</summary>
    public static string Format(DateTimeOffset moment)
    {
        Span<char> text = stackalloc char[33];
        if (moment.Offset == TimeSpan.Zero)
        {
            moment.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        }
        else
        {
            moment.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        }

        var offset = text[FractionEnd..(moment.Offset == TimeSpan.Zero ? FractionEnd + 1 : FractionEnd + 6)];
        return string.Concat(text[..FractionEnd].TrimEnd('0').TrimEnd('.'), offset);
    }

    // A tick is a tenth of a microsecond; digits beyond it were cut, as the parser would round twice.
    private static DateTimeOffset Rounded(DateTimeOffset moment)
    {
        var rest = moment.Ticks % TimeSpan.TicksPerMicrosecond;
        return rest < 5 || moment.UtcTicks > DateTime.MaxValue.Ticks - 10 || moment.Ticks > DateTime.MaxValue.Ticks - 10
            ? moment.AddTicks(-rest) : moment.AddTicks(TimeSpan.TicksPerMicrosecond - rest);
    }

    private const int FractionEnd = 27;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,7}(?<beyond>\d{0,2}))?([Zz]|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}

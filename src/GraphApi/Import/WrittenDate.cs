using System.Globalization;
using System.Text.RegularExpressions;

namespace GraphBlog.GraphApi.Import;

/// <summary>Dates as people write them into front matter and file names. One without an offset is UTC.</summary>
internal static partial class WrittenDate
{
    /// <summary>Hours from UTC of the zones that Ruby's Time.parse knows (RFC 822), and of Europe's.</summary>
    private static readonly Dictionary<string, double> s_zones =
        "Z 0 UTC 0 GMT 0 WET 0 BST 1 CET 1 CEST 2 EET 2 EEST 3 EST -5 EDT -4 CST -6 CDT -5 MST -7 MDT -6 PST -8 PDT -7 JST 9".Split(' ').Chunk(2)
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.OrdinalIgnoreCase);

    /// <summary>The moment; null when it is none.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (Written().Match(text.Trim()) is not { Success: true } match)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var other)
                ? other.ToUniversalTime() : null;
        }

        if (Day(match) is not { } day || Offset(match.Groups["zone"].Value) is not { } offset)
        {
            return null;
        }

        var time = new TimeSpan(Number(match, "h"), Number(match, "min"), Number(match, "s"))
            + TimeSpan.FromSeconds(match.Groups["frac"] is { Success: true } frac
                ? double.Parse($"0.{frac.Value}", CultureInfo.InvariantCulture) : 0);
        return time > TimeSpan.FromDays(1) ? null : day + time - offset;
    }

    /// <summary>The date before the words of a name (2014-3-3-words) and the words; no date when there is none.</summary>
    public static (DateTimeOffset? Date, string Words) OfName(string name)
        => Named().Match(name) is { Success: true } match && Day(match) is { } day ? (day, match.Groups["words"].Value) : (null, name);

    /// <summary>The date in an address such as 2014/03/03/words; null when there is none.</summary>
    public static DateTimeOffset? OfAddress(string path) => Addressed().Match(path) is { Success: true } match ? Day(match) : null;

    private static DateTimeOffset? Day(Match match)
    {
        var (year, month, day) = (Number(match, "y"), Number(match, "m"), Number(match, "d"));
        return year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero) : null;
    }

    private static TimeSpan? Offset(string zone)
    {
        if (zone.Length == 0)
        {
            return TimeSpan.Zero;
        }

        if (s_zones.TryGetValue(zone, out var hours))
        {
            return TimeSpan.FromHours(hours);
        }

        var digits = zone[1..].Replace(":", "").PadRight(4, '0');
        return zone[0] is '+' or '-' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1400
            ? (zone[0] == '-' ? -1 : 1) * new TimeSpan(number / 100, number % 100, 0) : null;
    }

    private static int Number(Match match, string group)
        => match.Groups[group] is { Success: true } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})|(?<y>\d{4})(?<m>\d\d)(?<d>\d\d))(?:(?:[Tt]|[ \t]+)(?<h>\d{1,2}):(?<min>\d\d)(?::(?<s>\d\d)(?:[.,](?<frac>\d{1,9}))?)?)?[ \t]*(?<zone>[A-Za-z]{1,5}|[+-]\d\d(?::?\d\d)?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Written();

    [GeneratedRegex(@"^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})-(?<words>.+)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"(^|/)(?<y>\d{4})/(?<m>\d{1,2})/(?<d>\d{1,2})(/|\z)", RegexOptions.ExplicitCapture)]
    private static partial Regex Addressed();
}

using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GraphBlog.Engine.Http;

/// <summary>
/// Which media type answers, and which requests are read. Source: GraphQL over HTTP, sections "Accept" and "Media Types".
/// </summary>
internal static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    public const string EventStream = "text/event-stream; charset=utf-8";

    private const int Named = 2;

    private static readonly MediaTypeHeaderValue s_stream = new("text/event-stream");

    private static readonly (MediaTypeHeaderValue Type, string Name)[] s_single =
    [
        (new("application/json"), Json), (new("application/graphql-response+json"), GraphQLResponse),
    ];

    /// <summary>
    /// The best type that the client accepts for one answer: by weight, then named before wildcard, then in the client's order. No Accept
    /// header and "*/*" mean application/json, which every client reads; the draft's later default would turn their 200 into 400.
    /// An event stream is for those alone that name it. Clients name it beside JSON on every request, before they know what they ask
    /// for, so the kind of operation chooses: a subscription is streamed, and all else is streamed only where no JSON is accepted.
    /// </summary>
    /// <returns>The type of one answer, null where the client accepts nothing that can be produced; and whether it takes a stream.</returns>
    public static (string? Answer, bool Streams) Negotiate(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
        {
            return (Json, false);
        }

        MediaTypeHeaderValue.TryParseList(accept, out var ranges);
        var streams = Match(ranges ?? [], s_stream) is { Weight: > 0, Precision: Named };
        var answer = (from type in s_single
                      let match = Match(ranges ?? [], type.Type)
                      where match.Weight > 0
                      orderby match.Weight descending, match.Precision descending, match.Order
                      select type.Name).FirstOrDefault();
        return (answer ?? (streams ? EventStream : null), streams);
    }

    /// <summary>Whether a Content-Type names JSON in UTF-8, with the charset said or not.</summary>
    public static bool IsJson(string? contentType)
        => MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && IsUtf8(type);

    // RFC 9110, section 12.5.1: the most precise range that names the type says its weight.
    private static (double Weight, int Precision, int Order) Match(IList<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue type)
        => ranges.Select((range, order) => (Range: range, Order: order))
            .Where(r => IsUtf8(r.Range) && (r.Range.MatchesAllTypes
                || (r.Range.MatchesAllSubTypes && r.Range.Type.Equals("application", StringComparison.OrdinalIgnoreCase))
                || r.Range.MediaType.Equals(type.MediaType, StringComparison.OrdinalIgnoreCase)))
            .Select(r => (r.Range.Quality ?? 1, Precision(r.Range), r.Order))
            .OrderByDescending(m => m.Item2)
            .FirstOrDefault();

    private static int Precision(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : Named;

    private static bool IsUtf8(MediaTypeHeaderValue type)
        => type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}

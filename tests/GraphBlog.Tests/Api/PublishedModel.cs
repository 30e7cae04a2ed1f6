namespace GraphBlog.Tests.Api;

/// <summary>What a post must be for its editors and its readers after each of its changes; as simple as it can be said.</summary>
internal sealed class PublishedModel(string word)
{
    private readonly List<string> _words = [word];      // the content of each version, by a word that is in all of it
    private (int Version, DateTimeOffset At)? _scheduled;
    private int? _live;
    private int _edited = 1;

    public int Version => _words.Count;

    public string Word => _words[^1];

    public bool IsTrashed { get; private set; }

    public bool IsArchived { get; private set; }

    /// <summary>What readers are told, in order: the version, or null when it is gone.</summary>
    public List<int?> Told { get; } = [];

    public DateTimeOffset? Due => _scheduled?.At;

    /// <summary>Words that no reader may be shown now.</summary>
    public IEnumerable<string> Hidden(DateTimeOffset now) => _words.Where(said => said != LiveWord(now)).Distinct();

    /// <summary>The live version at a moment, whoever asks.</summary>
    public int? Live(DateTimeOffset now) => _scheduled is { } next && next.At <= now ? next.Version : _live;

    public string? LiveWord(DateTimeOffset now) => !IsTrashed && Live(now) is { } version ? _words[version - 1] : null;

    public string WordOf(int version) => _words[version - 1];

    public bool HasUnpublished(DateTimeOffset now) => _edited > Live(now);

    public string Status(DateTimeOffset now) => Live(now) is not null ? "PUBLISHED" : IsArchived ? "ARCHIVED" : "DRAFT";

    /// <summary>Something was written that made a version.</summary>
    public void Write(DateTimeOffset now, string? edit = null, Func<int, int?>? live = null, (int, DateTimeOffset)? schedule = null, bool? trash = null, bool? archived = null)
    {
        var (saw, sawVersion) = (_live is not null && !IsTrashed, _live);
        if (Due <= now)      // also of the version that was live already
        {
            (_live, _scheduled) = (Live(now), null);
            IsArchived = false;
        }

        _words.Add(edit ?? Word);
        _edited = edit is null || edit == _words[^2] ? _edited : Version;
        if (live is not null)
        {
            (_live, _scheduled) = (live(Version), null);
        }

        _scheduled = schedule ?? _scheduled;
        (IsTrashed, IsArchived) = (trash ?? IsTrashed, archived ?? (_live is null && IsArchived));
        var sees = _live is not null && !IsTrashed;
        if (saw != sees || sees && _live != sawVersion)
        {
            Told.Add(!sees ? null : _live != sawVersion ? _live : Version);
        }
    }
}

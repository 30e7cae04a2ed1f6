namespace GraphBlog.EmbeddedPostgres;

/// <summary>Where the private PostgreSQL lives and how it runs.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// The folder below which data, logs and lock live. It is made when absent. Started as root, the folder <c>postgres</c> in it may be a
    /// symbolic link: see <see cref="ClusterFolder"/>.
    /// </summary>
    public required string Home { get; init; }

    /// <summary>
    /// False trades safety for speed: the data does not survive a crash of the machine (fsync, synchronous_commit and full_page_writes
    /// are off). For tests only.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>Further postgresql.conf settings by name, such as max_connections. They cannot change address and port.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Receives one line for a person before each slow step.</summary>
    public Action<string>? Progress { get; init; }

    internal PostgresSearch Search { get; init; } = PostgresSearch.OfThisMachine();
}

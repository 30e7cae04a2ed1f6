using Npgsql;

namespace GraphBlog.Persistence.Standbys;

/// <summary>The servers that a connection string names: one, or a primary and its standbys.</summary>
public static class DatabaseHosts
{
    private const int RecheckSeconds = 1;

    /// <summary>
    /// The same connection, to the primary where there are several hosts and nothing else is said. Another may be it in a second, so it is looked
    /// for again that soon.
    /// </summary>
    public static string ToPrimary(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (Of(settings).Count > 1)
        {
            settings.TargetSessionAttributes ??= "primary";
            settings.HostRecheckSeconds = settings.ShouldSerialize("Host Recheck Seconds") ? settings.HostRecheckSeconds : RecheckSeconds;
        }

        return settings.ConnectionString;
    }

    /// <summary>The same connection for each host alone, whichever it is.</summary>
    public static IEnumerable<string> Each(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { TargetSessionAttributes = null };
        foreach (var (host, port) in Of(settings))
        {
            (settings.Host, settings.Port) = (host, port);
            yield return settings.ConnectionString;
        }
    }

    /// <summary>Hosts and ports. A host may have a port of its own (host:port), as Npgsql has it; a folder of sockets has none.</summary>
    internal static IReadOnlyList<(string Host, int Port)> Of(NpgsqlConnectionStringBuilder settings)
    {
        var port = settings.Port;
        return [.. settings.Host!.Split(',', StringSplitOptions.TrimEntries).Select(host =>
        {
            var colon = host.StartsWith('/') ? -1 : host.LastIndexOf(':');
            return colon > 0 && int.TryParse(host[(colon + 1)..], out var own) ? (host[..colon], own) : (host, port);
        })];
    }
}

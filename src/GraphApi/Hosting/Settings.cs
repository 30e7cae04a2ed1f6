using System.ComponentModel.DataAnnotations;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>`ConnectionStrings__…`.</summary>
internal sealed class ConnectionSettings
{
    /// <summary>The database to serve from; its user must be `gb_app`. Default: a private one.</summary>
    public string? GraphBlog { get; set; }

    /// <summary>The database's owner, for `migrate`, `seed`, `maintain` and `doctor`.</summary>
    public string? GraphBlogOwner { get; set; }
}

/// <summary>`Auth__…`: whose tokens count.</summary>
internal sealed class AuthSettings
{
    /// <summary>The address of an OpenID Connect provider.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that tokens must name. Default graphblog.</summary>
    public string? Audience { get; set; }

    /// <summary>A secret of at least 32 bytes, in place of a provider.</summary>
    public string? SigningKey { get; set; }

    /// <summary>The secret before `SigningKey`, whose tokens still count while clients get new ones.</summary>
    public string? FormerSigningKey { get; set; }

    /// <summary>By what a provider's name for somebody is linked when it is first seen. Default None: by an administrator alone.</summary>
    public LinkBy LinkBy { get; set; }

    /// <summary>What `Claims__ActorKind` says of a program's token, such as client-credentials. Default service.</summary>
    public string ServiceKind { get; set; } = "service";

    /// <summary>
    /// How many tokens a minute that do not count may come from one address; then only those are let in from there that are known to count.
    /// 0 for no limit. Default 600.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int RefusedPerMinute { get; set; } = 600;

    /// <summary>Which claims of a token say what.</summary>
    public ClaimSettings Claims { get; set; } = new();
}

/// <summary>`Auth__Claims__…`: each the name of a claim, or a path such as <c>realm_access.roles</c>.</summary>
internal sealed class ClaimSettings
{
    /// <summary>The organisation's slug or id. Default org.</summary>
    public string Organisation { get; set; } = "org";

    /// <summary>The user's handle or id. Default sub.</summary>
    public string User { get; set; } = "sub";

    /// <summary>A role, or a list of which the least counts. Default role.</summary>
    public string Role { get; set; } = "role";

    /// <summary>Whether a program asked for the token for itself, and no person: `gty`, `idtyp` and the like. Default actor_kind.</summary>
    public string ActorKind { get; set; } = "actor_kind";

    /// <summary>The scopes, with blanks between them or in a list. Default scope.</summary>
    public string Scope { get; set; } = "scope";
}

/// <summary>`Retention__…`: how long things are kept.</summary>
internal sealed class RetentionSettings
{
    /// <summary>
    /// Days for which the audit log of organisations is kept that have no setting of their own; `migrate` and `maintain` write it into the
    /// database, which refuses less than 30. Default: what the database has; 365 where it has nothing.
    /// </summary>
    [Range(30, 36_500)]
    public int? AuditDays { get; set; }
}

/// <summary>`Maintenance__…`: what the server does of what time does to a database.</summary>
internal sealed class MaintenanceSettings
{
    /// <summary>Whether the server does what `maintain` does, in turn with the others. Default true.</summary>
    public bool InServer { get; set; } = true;

    /// <summary>How long after it was last done, by whomever, it is done again. Default a day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How often it is asked whether a scheduled version has come due, so how late that is told to who follows changes. Default a second.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ScheduleTick { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A folder in which months of the audit log are written before they go, of `maintain` and of every server. Default none.</summary>
    public string? Archive { get; set; }
}

/// <summary>`Cors__…`: which pages of other origins may call the API.</summary>
internal sealed class CorsSettings
{
    /// <summary>Origins, as https://blog.example. Default none.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>Headers that their requests may have besides those that GraphQL clients send.</summary>
    public string[] Headers { get; set; } = [];

    /// <summary>How long a browser may remember the permission. Default an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>`Database__…`.</summary>
internal sealed class DatabaseSettings
{
    /// <summary>Transaction where a pooler such as PgBouncer gives each transaction another session. Default Session.</summary>
    public Pooler Pooler { get; set; }

    /// <summary>Whether queries are read from the standbys among the hosts of `ConnectionStrings__GraphBlog`. Default false.</summary>
    public bool ReadStandbys { get; set; }

    /// <summary>Behind what a standby that is read from may be, at most. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan MaxStandbyLag { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>`Http__…`: what stands in front of the server.</summary>
internal sealed class HttpSettings
{
    /// <summary>The path under which a proxy shows the server, as /blog. Default none.</summary>
    public string? PathBase { get; set; }

    /// <summary>Addresses of proxies, or networks as 10.0.0.0/8, whose X-Forwarded-For, -Proto, -Host and -Prefix count. Default none.</summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary>Whether answers are compressed for clients that accept it. Default true.</summary>
    public bool Compression { get; set; } = true;
}

/// <summary>`Telemetry__…`: what is told besides the log. Where traces and metrics are sent to, OpenTelemetry's own OTEL_… say.</summary>
internal sealed class TelemetrySettings
{
    /// <summary>
    /// An address of its own at which Prometheus may ask for metrics, as http://127.0.0.1:9464: below it is /metrics, and nothing else. Default none.
    /// </summary>
    public string? PrometheusUrl { get; set; }
}

/// <summary>`RequestLog__…`.</summary>
internal sealed class RequestLogSettings
{
    /// <summary>From how long on a request is logged as a warning. Default a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Slow { get; set; } = TimeSpan.FromSeconds(1);
}

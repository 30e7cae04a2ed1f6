using GraphBlog.Persistence;
using GraphBlog.Persistence.Standbys;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The few settings of the program, each with the name a person sets it by.</summary>
internal sealed class BlogSettings
{
    public const string Serving = "ConnectionStrings__GraphBlog";
    public const string Owning = "ConnectionStrings__GraphBlogOwner";

    /// <exception cref="SettingException">One of ours, or of the framework's, is wrong or unknown.</exception>
    public BlogSettings(IConfiguration configuration, IHostEnvironment environment)
    {
        SettingSections.CheckAll(configuration);
        FrameworkSettings.Check(configuration);
        IsDevelopment = environment.IsDevelopment();
        IsHomeChosen = configuration["GRAPHBLOG_HOME"] is { Length: > 0 };
        Home = Path.GetFullPath(IsHomeChosen ? configuration["GRAPHBLOG_HOME"]! : Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "graphblog"));
        var connections = SettingSections.Read<ConnectionSettings>(configuration);
        ConnectionString = Checked(connections.GraphBlog, Serving);
        OwnerConnectionString = Checked(connections.GraphBlogOwner, Owning);
        AuditDays = SettingSections.Read<RetentionSettings>(configuration).AuditDays;
        Maintenance = SettingSections.Read<MaintenanceSettings>(configuration);
        var database = SettingSections.Read<DatabaseSettings>(configuration);
        Pooler = database.Pooler;
        MaxStandbyLag = !database.ReadStandbys ? null
            : ConnectionString is not null && DatabaseHosts.Each(ConnectionString).Count() > 1 ? database.MaxStandbyLag
            : throw new SettingException($"Database__ReadStandbys needs several hosts in {Serving}: Host=db1.example,db2.example;...");
    }

    public bool IsDevelopment { get; }

    /// <summary>Where the private database and the signing key live. Default: below the user's local application data.</summary>
    public string Home { get; }

    /// <summary>Whether somebody chose where the private database lives.</summary>
    public bool IsHomeChosen { get; }

    /// <summary>The connection of the role that serves; null means the private database, unless the owner's is configured.</summary>
    public string? ConnectionString { get; }

    /// <summary>The connection that owns the schema, for `migrate`, `seed`, `maintain` and `doctor`; null when it is not configured.</summary>
    public string? OwnerConnectionString { get; }

    /// <summary>For how many days the audit log is kept where an organisation says nothing; null for what the database has.</summary>
    public int? AuditDays { get; }

    /// <summary>What the server does of what time does to a database.</summary>
    public MaintenanceSettings Maintenance { get; }

    /// <summary>What stands between the server and PostgreSQL.</summary>
    public Pooler Pooler { get; }

    /// <summary>Behind what a standby may be from which queries are read; null where none are.</summary>
    public TimeSpan? MaxStandbyLag { get; }

    /// <exception cref="SettingException">The owner's connection is needed and not configured.</exception>
    public string RequireOwner() => OwnerConnectionString
        ?? throw new SettingException(
            $"Set {Owning} to a connection that may create roles and schemas in the database; {Serving} alone only serves.");

    private static string? Checked(string? connectionString, string name)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return null;
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) is { Host: not null, Database: not null }
                ? DatabaseHosts.ToPrimary(connectionString)
                : throw new SettingException(
                    $"{name} must name a Host and a Database: Host=db.example;Database=blog;Username={BlogMigrations.AppRole};Password=...");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new SettingException($"{name} is no connection string: {e.Message}");
        }
    }
}

/// <summary>A setting is wrong or missing; the message is for the person who can set it.</summary>
internal sealed class SettingException(string message) : Exception(message);

using GraphBlog.Persistence;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The few settings of the program, each with the name a person sets it by.</summary>
internal sealed class BlogSettings(IConfiguration configuration, IHostEnvironment environment)
{
    public const string Serving = "ConnectionStrings__GraphBlog";
    public const string Owning = "ConnectionStrings__GraphBlogOwner";

    public bool IsDevelopment => environment.IsDevelopment();

    /// <summary>Where the private database and the signing key live. Default: below the user's local application data.</summary>
    public string Home { get; } = Path.GetFullPath(
        configuration["GRAPHBLOG_HOME"] is { Length: > 0 } home ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "graphblog"));

    /// <summary>Whether somebody chose where the private database lives.</summary>
    public bool IsHomeChosen { get; } = configuration["GRAPHBLOG_HOME"] is { Length: > 0 };

    /// <summary>The connection of the role that serves; null means the private database.</summary>
    public string? ConnectionString { get; } = Checked(configuration.GetConnectionString("GraphBlog"), Serving);

    /// <summary>The connection that owns the schema, for `migrate`, `seed` and `maintain`; null when it is not configured.</summary>
    public string? OwnerConnectionString { get; } = Checked(configuration.GetConnectionString("GraphBlogOwner"), Owning);

    /// <summary>How long `maintain` keeps the audit log. Default 365 days.</summary>
    public TimeSpan KeepAudit { get; } = TimeSpan.FromDays(configuration.GetValue("Retention:AuditDays", 365));

    /// <exception cref="SettingException">The owner's connection is needed and not configured.</exception>
    public string RequireOwner() => OwnerConnectionString
        ?? throw new SettingException($"Set {Owning} to a connection that may create roles and schemas in the database; {Serving} alone only serves.");

    private static string? Checked(string? connectionString, string name)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            return null;
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString) is { Host: not null, Database: not null }
                ? connectionString
                : throw new SettingException($"{name} must name a Host and a Database: Host=db.example;Database=blog;Username={BlogMigrations.AppRole};Password=...");
        }
        catch (ArgumentException e)
        {
            throw new SettingException($"{name} is no connection string: {e.Message}");
        }
    }
}

/// <summary>A setting is wrong or missing; the message is for the person who can set it.</summary>
internal sealed class SettingException(string message) : Exception(message);

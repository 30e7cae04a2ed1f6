namespace GraphBlog.Persistence.Versions;

/// <summary>A database could not be brought to this version and is as it was. The message says why and what to do.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException(string message) : base(message) { }

    public MigrationException(string message, Exception innerException) : base(message, innerException) { }
}

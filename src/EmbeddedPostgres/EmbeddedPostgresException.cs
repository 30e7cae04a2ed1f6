namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// The private PostgreSQL cannot be used. The message is meant for the person at the terminal: what is wrong and what to do.
/// </summary>
public sealed class EmbeddedPostgresException : Exception
{
    public EmbeddedPostgresException(string message) : base(message) { }

    public EmbeddedPostgresException(string message, Exception innerException) : base(message, innerException) { }
}

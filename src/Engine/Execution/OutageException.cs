namespace GraphBlog.Engine.Execution;

/// <summary>An event could not be executed because a source of data is away.</summary>
internal sealed class OutageException(Exception cause) : Exception(cause.Message, cause);

namespace GraphBlog.GraphApi.Engine.Execution.Resolving;

/// <summary>Stands where a value would be had its resolver not failed.</summary>
internal sealed record Failure(Exception Exception);

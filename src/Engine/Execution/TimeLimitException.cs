namespace GraphBlog.Engine.Execution;

/// <summary>A field had begun when the request's time was over, beside others that had been answered.</summary>
internal sealed class TimeLimitException : Exception;

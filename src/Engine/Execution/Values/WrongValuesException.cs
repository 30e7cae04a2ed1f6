namespace GraphBlog.Engine.Execution.Values;

/// <summary>Values of a request are wrong, so that it does not execute.</summary>
internal sealed class WrongValuesException(IReadOnlyList<WrongValueError> errors) : Exception
{
    /// <summary>One for each variable, or else for each argument, at least.</summary>
    public IReadOnlyList<WrongValueError> Errors => errors;
}

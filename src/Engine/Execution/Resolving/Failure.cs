namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>Stands where a value would be had its resolver not failed.</summary>
internal sealed record Failure(Exception Exception)
{
    /// <summary>What a getter reads of an object, or how it failed.</summary>
    public static object? OrValue(Func<object, object?> getter, object? source)
    {
        try
        {
            return getter(source!);
        }
        catch (Exception e)
        {
            return new Failure(e);
        }
    }
}

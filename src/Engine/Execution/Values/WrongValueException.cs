namespace GraphBlog.Engine.Execution.Values;

/// <summary>A value that does not fit where it stands. The place is put together on the way out, so that what fits costs nothing.</summary>
/// <param name="reason">What is wrong, in sentences that follow the place's name.</param>
/// <param name="code">The error's code; null for that of any wrong value.</param>
internal sealed class WrongValueException(string reason, string? code = null) : Exception(reason)
{
    /// <summary>The code; null for that of any wrong value.</summary>
    public string? Code => code;

    /// <summary>The way from the variable or argument to the value, such as <c>.and[1].title</c>.</summary>
    public string Place { get; private set; } = "";

    public WrongValueException InField(string name) => Under("." + name);

    public WrongValueException AtIndex(int index) => Under($"[{index}]");

    private WrongValueException Under(string step)
    {
        Place = step + Place;
        return this;
    }
}

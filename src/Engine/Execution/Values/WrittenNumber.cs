namespace GraphBlog.Engine.Execution.Values;

/// <summary>A number of a variable that is written with a fraction, an exponent or more digits than a number type holds.</summary>
/// <param name="Value">What it is to scalars that take numbers.</param>
/// <param name="Text">As it was sent, for those who keep numbers as they are written.</param>
internal sealed record WrittenNumber(object Value, string Text);

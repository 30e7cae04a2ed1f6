namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Chunks side by side that a side kept from the base.</summary>
/// <param name="Start">The first of them in the base.</param>
/// <param name="SideStart">The first of them on the side.</param>
/// <param name="Length">How many they are.</param>
internal readonly record struct Run(int Start, int SideStart, int Length)
{
    public int End => Start + Length;

    public int SideEnd => SideStart + Length;

    /// <summary>The first chunks of the run.</summary>
    public Run First(int length) => this with { Length = length };

    /// <summary>The run without its first chunks.</summary>
    public Run After(int length) => new(Start + length, SideStart + length, Length - length);
}

namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>One thing of each of the three texts.</summary>
internal readonly record struct Sides<T>(T Base, T Theirs, T Yours);

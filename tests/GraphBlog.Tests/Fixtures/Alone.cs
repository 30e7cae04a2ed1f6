namespace GraphBlog.Tests.Fixtures;

/// <summary>Tests that measure whole seconds from outside: they run when all others are done, one after another.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

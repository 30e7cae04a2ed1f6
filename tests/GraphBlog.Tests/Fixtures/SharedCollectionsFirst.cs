using Xunit.Abstractions;

[assembly: TestCollectionOrderer("GraphBlog.Tests.Fixtures.SharedCollectionsFirst", "GraphBlog.Tests")]

namespace GraphBlog.Tests.Fixtures;

/// <summary>Collections of several classes begin first: they take the longest, and whoever begins last keeps the run from ending.</summary>
public sealed class SharedCollectionsFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
        => testCollections.OrderBy(collection => collection.CollectionDefinition is null);
}

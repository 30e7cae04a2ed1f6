using GraphQL.DataLoader;

namespace GraphBlog.Engine.DataLoaders;

/// <summary>Works on values that are still to be loaded.</summary>
public static class LoaderResultExtensions
{
    /// <summary>What <paramref name="select"/> makes of the value once it is loaded; the batch stays whole.</summary>
    public static IDataLoaderResult<TResult> Then<T, TResult>(this IDataLoaderResult<T> result, Func<T, TResult> select)
        => new Mapped<T, TResult>(result, select);

    private sealed class Mapped<T, TResult>(IDataLoaderResult<T> result, Func<T, TResult> select) : IDataLoaderResult<TResult>
    {
        public async Task<TResult> GetResultAsync(CancellationToken cancellationToken = default)
            => select(await result.GetResultAsync(cancellationToken));

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}

using System.Runtime.CompilerServices;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Tests.Library;

[SubscriptionType]
public static class LibrarySubscriptions
{
    /// <summary>Books as they come in.</summary>
    public static async IAsyncEnumerable<Book> BookAddedAsync(
        Catalogue catalogue, int count = 2, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var book in catalogue.Books.Take(count))
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            yield return book;
        }
    }
}

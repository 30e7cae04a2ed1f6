using GraphBlog.Engine.DataLoaders;

namespace GraphBlog.Engine.Tests.Library;

public sealed class BookById(Catalogue catalogue) : BatchDataLoader<long, Book>
{
    protected override Task<IReadOnlyDictionary<long, Book>> LoadBatchAsync(IReadOnlyList<long> keys, CancellationToken ct)
    {
        catalogue.Batches.Add("books " + string.Join(',', keys));
        return Task.FromResult<IReadOnlyDictionary<long, Book>>(
            catalogue.Books.Where(book => keys.Contains(book.Id)).ToDictionary(book => book.Id));
    }
}

public sealed class ShelfById(Catalogue catalogue) : BatchDataLoader<long, Shelf>
{
    protected override async Task<IReadOnlyDictionary<long, Shelf>> LoadBatchAsync(IReadOnlyList<long> keys, CancellationToken ct)
    {
        await Task.Yield();
        catalogue.Batches.Add("shelves " + string.Join(',', keys));
        return catalogue.Shelves.Where(shelf => keys.Contains(shelf.Id)).ToDictionary(shelf => shelf.Id);
    }
}

using GraphBlog.Engine.Tests.Library;

namespace GraphBlog.Engine.Tests;

public class DataLoaderTests
{
    [Fact]
    public async Task Keys_asked_for_by_many_items_are_loaded_at_once_and_each_once()
    {
        var library = new LibraryServer();
        var data = await library.DataAsync("{ books(first: 5) { nodes { title shelfAsLoaded { label } } } }");

        Assert.Equal(["North", "South"], data.GetProperty("books").GetProperty("nodes").EnumerateArray()
            .Select(book => book.GetProperty("shelfAsLoaded").GetProperty("label").GetString()!).Distinct());
        Assert.Equal(["shelves 1,2"], library.Catalogue.Batches);
    }

    [Fact]
    public async Task A_key_is_loaded_once_a_request_until_it_is_cleared()
    {
        var catalogue = new Catalogue();
        var loader = new BookById(catalogue);
        var first = loader.LoadAsync(1);
        var again = loader.LoadAsync(1);
        Assert.Same(first, again);
        Assert.Equal(1, (await first.GetResultAsync())!.Id);
        Assert.Equal(1, (await loader.LoadAsync(1).GetResultAsync())!.Id);
        Assert.Equal(["books 1"], catalogue.Batches);

        loader.Clear();
        await loader.LoadAsync(1).GetResultAsync();
        Assert.Equal(["books 1", "books 1"], catalogue.Batches);
    }

    [Fact]
    public async Task A_key_without_a_value_is_null_and_its_neighbours_are_not()
    {
        var loader = new BookById(new Catalogue());
        var (absent, present) = (loader.LoadAsync(99), loader.LoadAsync(2));

        Assert.Null(await absent.GetResultAsync());
        Assert.NotNull(await present.GetResultAsync());
    }
}

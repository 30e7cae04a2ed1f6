using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>What search looks in stays true, whichever columns an edit touches (Sql/Code/1000_search.sql).</summary>
public sealed class SearchTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("title = 'A shorter title'")]
    [InlineData("title = 'Body words in the title: edges, foxes and the lazy dog'")]
    [InlineData("tags = '{lazy,tagged}'")]
    [InlineData("body = 'Nothing but this.'")]
    [InlineData("body = ''")]
    [InlineData("title = 'All three', tags = '{}', body = 'All three at once'")]
    public async Task After_any_edit_the_document_is_as_if_the_post_were_written_anew(string edit)
    {
        var id = await db.AddPostAsync(Acme, Ada, "The quick brown fox", $"search-{Guid.NewGuid():n}");
        await using (var session = await db.EnterAsync(Acme, Ada))
        {
            await session.ExecuteAsync($"update blog.posts_all set body = 'A fox jumps over the lazy dog. ' || repeat('fox edges ', 300) where id = {id}");
            await session.ExecuteAsync($"update blog.posts_all set title = 'Between', tags = '{{fox}}' where id = {id}");
            await session.ExecuteAsync($"update blog.posts_all set {edit} where id = {id}");
            await session.CommitAsync();
        }

        Assert.Equal(true, await db.OwnerScalarAsync(
            $"select document = blog.post_document(org_id, title, tags, body) from blog.posts_all where id = {id}"));
    }
}

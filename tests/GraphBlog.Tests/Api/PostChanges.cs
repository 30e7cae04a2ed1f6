using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Calls of `changePosts`.</summary>
internal static class PostChanges
{
    public const string Change = """
        mutation($input: ChangePostsInput!) { changePosts(input: $input) {
          posts { index post { id version title slug status } trashedPost { postId version } }
          errors { index error { __typename message
            ... on ConcurrencyError { currentVersion inTrash mergeable conflicts { field } current { ... on Post { title } } }
            ... on PostNotFoundError { postId } ... on SlugTakenError { slug suggestion } ... on ValidationError { field } ... on IdempotencyMismatchError { idempotencyKey } } } } }
        """;

    public static object Update(string id, int expectedVersion, string title) => new { update = new { id, expectedVersion, title } };

    public static object Delete(string id) => new { delete = new { id, expectedVersion = 1 } };

    public static JsonElement Error(JsonElement item) => item.GetProperty("error");

    public static async Task<string> IdAsync(this TestServer server, string title, string user = TestServer.Ada) => (await server.CreateAsync(title, user: user)).Id();

    public static async Task<string[]> ManyAsync(this TestServer server, int count, string slug)
    {
        var made = await server.Database.OwnerScalarAsync(
            $"set app.current_user_id = '1'; with made as (insert into blog.posts_all (org_id, author_id, title, slug, body) select 1, 1, 'x', '{slug}-' || n, '' from generate_series(1, {count}) n returning id) select array_agg(id order by id) from made");
        return [.. ((long[])made!).Select(ApiCalls.PostId)];
    }

    public static async Task<JsonElement> AskAsync(this TestServer server, object input) => (await server.QueryAsync(Change, new { input })).GetProperty("changePosts");

    public static async Task<IReadOnlyList<JsonElement>> ChangeAsync(this TestServer server, params object[] changes)
    {
        var payload = await server.AskAsync(new { changes });
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return [.. payload.GetProperty("posts").EnumerateArray()];
    }

    public static async Task<IReadOnlyList<JsonElement>> FailToChangeAsync(this TestServer server, params object[] changes)
    {
        var payload = await server.AskAsync(new { changes });
        Assert.True(payload.GetProperty("posts").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return [.. payload.GetProperty("errors").EnumerateArray()];
    }
}

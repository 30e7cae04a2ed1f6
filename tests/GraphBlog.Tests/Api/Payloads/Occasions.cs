using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api.Payloads;

/// <summary>Something for each mutation to be done to, and what may happen to it afterwards.</summary>
internal static class Occasions
{
    /// <summary>An input with which the mutation succeeds once.</summary>
    /// <exception cref="NotSupportedException">The mutation is new and not named by the convention: say here how it is called.</exception>
    public static async Task<Dictionary<string, object>> InputAsync(this TestServer server, string mutation, string user)
    {
        var handle = $"p{Guid.NewGuid():n}"[..20];
        return mutation switch
        {
            "createPost" => new() { ["title"] = "Asked whole", ["body"] = "Text", ["tags"] = new[] { "a" } },
            "updatePost" => new() { ["id"] = await PostAsync(), ["expectedVersion"] = 2, ["title"] = "Changed" },
            "publishPost" => new() { ["id"] = await PostAsync(), ["expectedVersion"] = 2 },
            "unpublishPost" => new() { ["id"] = (await PublishedAsync()).Id(), ["expectedVersion"] = 3 },
            "deletePost" => new() { ["id"] = await PostAsync(), ["expectedVersion"] = 2 },
            "restorePost" or "purgePost" => new() { ["id"] = (await server.CreateTrashedAsync("Asked whole", user: user)).PostId(), ["expectedVersion"] = 2 },
            "revertPost" => new() { ["id"] = await PostAsync(), ["expectedVersion"] = 2, ["toVersion"] = 1 },
            "transferPosts" => new() { ["fromUserId"] = ApiCalls.Id("User", TestDatabase.Guest), ["toUserId"] = ApiCalls.Id("User", TestDatabase.Ada) },
            "revertChanges" => new() { ["where"] = new { recordId = new { eq = await PostAsync() }, version = new { gt = 1 } } },
            "changePosts" => new()
            {
                ["changes"] = new object[]
                {
                    new { update = new { id = await PostAsync(), expectedVersion = 2, title = "Changed" } },
                    new { publish = new { id = await PostAsync(), expectedVersion = 2 } },
                    new { unpublish = new { id = await server.PublishAsync("Asked whole", user), expectedVersion = 1 } },
                    new { delete = new { id = await PostAsync(), expectedVersion = 2 } },
                    new { restore = new { id = (await server.CreateTrashedAsync("Asked whole", user: user)).PostId(), expectedVersion = 2 } },
                },
            },
            "addComment" => new() { ["postId"] = await PostAsync(), ["body"] = "Well said" },
            "updateComment" => new() { ["id"] = await CommentAsync(), ["expectedVersion"] = 2, ["body"] = "Better said" },
            "deleteComment" => new() { ["id"] = await CommentAsync(), ["expectedVersion"] = 2 },
            "restoreComment" => new() { ["id"] = await DeletedCommentAsync(), ["expectedVersion"] = 3 },
            "revertComment" => new() { ["id"] = await CommentAsync(), ["expectedVersion"] = 2, ["toVersion"] = 1 },
            "createUser" => new() { ["handle"] = handle, ["displayName"] = "Somebody", ["role"] = "AUTHOR" },
            "updateUser" => new()
            {
                ["id"] = await PersonAsync(),
                ["expectedVersion"] = 1,
                ["displayName"] = "Somebody else",
            },
            "revertUser" => new() { ["id"] = await RenamedAsync(), ["expectedVersion"] = 2, ["toVersion"] = 1 },
            "deactivateUser" => new() { ["id"] = await PersonAsync(), ["expectedVersion"] = 1 },
            "reactivateUser" => new() { ["id"] = await DeactivatedAsync(), ["expectedVersion"] = 2 },
            "linkSubject" => new() { ["userId"] = await PersonAsync(), ["issuer"] = "https://id.example", ["subject"] = handle },
            "unlinkSubject" => new() { ["id"] = await SubjectAsync(), ["expectedVersion"] = 1 },
            _ => await NamedByConvention.InputAsync(server, mutation, user),
        };

        async Task<string> PersonAsync() => (await server.DoAsync("createUser", new { handle, displayName = "Somebody", role = "AUTHOR" })).Id();

        async Task<string> RenamedAsync()
        {
            var id = await PersonAsync();
            await server.DoAsync("updateUser", new { id, expectedVersion = 1, displayName = "Renamed" });
            return id;
        }

        async Task<string> DeactivatedAsync()
        {
            var id = await PersonAsync();
            await server.DoAsync("deactivateUser", new { id, expectedVersion = 1 });
            return id;
        }

        async Task<string> DeletedCommentAsync()
        {
            var id = await CommentAsync();
            await server.DoAsync("deleteComment", new { id, expectedVersion = 2 }, user);
            return id;
        }

        async Task<string> SubjectAsync()
            => (await server.DoAsync("linkSubject", new { userId = await PersonAsync(), issuer = "https://id.example", subject = handle })).Id();

        async Task<string> PostAsync()
        {
            var id = (await server.CreateAsync("Asked whole", user: user)).Id();
            await server.CommentAsync(id, user: user);
            await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Asked whole again" }, user);
            return id;
        }

        async Task<JsonElement> PublishedAsync() => await server.DoAsync("publishPost", new { id = await PostAsync(), expectedVersion = 2 }, user);

        async Task<string> CommentAsync()
        {
            var id = (await server.CommentAsync(await PostAsync(), user: user)).Id();
            await server.DoAsync("updateComment", new { id, expectedVersion = 1, body = "Said twice" }, user);
            return id;
        }
    }

    /// <summary>What others may do to a mutation's result, one after the other.</summary>
    public static IEnumerable<Func<TestServer, Task>> Afterwards(JsonElement result)
    {
        if (result.ValueKind != JsonValueKind.Object)
        {
            return [];      // an id of what is gone
        }

        var (id, version) = (result.Id(), result.Version());
        return result.Type() switch
        {
            "Post" =>
            [
                server => server.DoAsync("updatePost", new { id, expectedVersion = version, title = "Changed since" }),
                server => server.DoAsync("deletePost", new { id, expectedVersion = version + 1 }),
                server => server.DoAsync("purgePost", new { id, expectedVersion = version + 2 }),
            ],
            "TrashedPost" =>
            [
                server => server.DoAsync("restorePost", new { id, expectedVersion = version }),
                server => server.DoAsync("deletePost", new { id = result.PostId(), expectedVersion = version + 1 }),
                server => server.DoAsync("purgePost", new { id, expectedVersion = version + 2 }),
            ],
            "Comment" =>
            [
                server => server.DoAsync("updateComment", new { id, expectedVersion = version, body = "Changed since" }),
                server => server.DoAsync("deletePost", new { id = result.GetProperty("post").Id(), expectedVersion = 2 }),
                server => server.DoAsync("restorePost", new { id = result.GetProperty("post").Id(), expectedVersion = 3 }),
                server => server.DoAsync("deleteComment", new { id, expectedVersion = version + 1 }),
            ],
            "User" when result.GetProperty("deactivatedAt").ValueKind == JsonValueKind.String
                => [server => server.DoAsync("reactivateUser", new { id, expectedVersion = version })],
            "User" => [server => server.DoAsync("updateUser", new { id, expectedVersion = version, displayName = "Changed since" })],
            "UserSubject" when result.GetProperty("linked").GetBoolean() => [server => server.DoAsync("unlinkSubject", new { id, expectedVersion = version })],
            "UserSubject" =>
            [
                server => server.DoAsync("linkSubject", new
                {
                    userId = result.GetProperty("user").Id(),
                    issuer = result.GetProperty("issuer").GetString(),
                    subject = result.GetProperty("subject").GetString(),
                }),
            ],
            _ => NamedByConvention.Afterwards(result),
        };
    }
}

using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A comment is where its post is: out of sight with it, back with it, and gone for good with it.</summary>
public sealed class CommentVisibilityTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Trashing_a_post_takes_its_comments_out_of_sight_and_restoring_brings_back_those_that_were_there()
    {
        var post = await server.PublishAsync("Into the trash and back");
        var kept = (await server.CommentAsync(post, "Kept", TestServer.Linus)).Id();
        var deleted = (await server.CommentAsync(post, "Deleted before", TestServer.Linus)).Id();
        await server.DoAsync("deleteComment", new { id = deleted, expectedVersion = 1 }, TestServer.Linus);
        await server.DoAsync("deletePost", new { id = post, expectedVersion = 1 });
        await AssertUnseenAsync(post, kept, deleted);

        await server.DoAsync("restorePost", new { id = post, expectedVersion = 2 });
        var found = (await server.FindAsync(post, "comments { totalCount nodes { id version body auditHistory { totalCount } } }", TestServer.Grace)).GetProperty("comments");
        Assert.Equal(
            """{"totalCount":1,"nodes":[{"id":"<kept>","version":1,"body":"Kept","auditHistory":{"totalCount":1}}]}""", found.GetRawText().Replace(kept, "<kept>"));
        Assert.Equal(2, (await server.DoAsync("updateComment", new { id = kept, expectedVersion = 1, body = "Back" }, TestServer.Linus)).Version());
    }

    [Fact]
    public async Task The_comments_of_a_draft_are_there_for_those_who_see_the_draft()
    {
        var post = (await server.CreateAsync("Drafted", user: TestServer.Linus)).Id();
        var id = (await server.CommentAsync(post, "Not ready", TestServer.Grace)).Id();
        foreach (var user in new[] { TestServer.Linus, TestServer.Grace, TestServer.Ada })
        {
            Assert.Equal(id, (await server.FindCommentAsync(id, "id", user)).Id());
        }

        Assert.Equal(JsonValueKind.Null, (await server.FindCommentAsync(id, "id", TestServer.Guest)).ValueKind);
        var hidden = (await server.CreateAsync("Another's draft")).Id();
        var nobodys = Assert.Single(await server.FailWithoutTraceAsync("addComment", new { postId = hidden, body = "Peeking" }, TestServer.Linus));
        Assert.Equal(("PostNotFoundError", hidden), (nobodys.Type(), nobodys.PostId()));
    }

    [Fact]
    public async Task A_post_that_goes_back_to_draft_takes_its_comments_from_their_authors()
    {
        var post = await server.PublishAsync("Withdrawn");
        var id = (await server.CommentAsync(post, user: TestServer.Linus)).Id();
        await server.DoAsync("updatePost", new { id = post, expectedVersion = 1, status = "DRAFT" });
        Assert.Equal(JsonValueKind.Null, (await server.FindCommentAsync(id, "id", TestServer.Linus)).ValueKind);
        Assert.Equal("CommentNotFoundError", Assert.Single(
            await server.FailWithoutTraceAsync("deleteComment", new { id, expectedVersion = 1 }, TestServer.Linus)).Type());
        Assert.Equal(id, (await server.FindCommentAsync(id, "id", TestServer.Grace)).Id());
    }

    [Fact]
    public async Task A_purge_takes_the_comments_along_and_leaves_an_entry_for_each()
    {
        var post = await server.PublishAsync("Purged with comments");
        var comments = new[] { await server.CommentAsync(post, "Live", TestServer.Linus), await server.CommentAsync(post, "Deleted", TestServer.Grace) };
        await server.DoAsync("deleteComment", new { id = comments[1].Id(), expectedVersion = 1 });
        await server.DoAsync("deletePost", new { id = post, expectedVersion = 1 });
        var input = new { id = post, expectedVersion = 2, idempotencyKey = "purge with comments" };
        Assert.Equal(post, (await server.DoAsync("purgePost", input)).GetString());
        Assert.Equal(post, (await server.DoAsync("purgePost", input)).GetString());

        var keys = string.Join(", ", comments.Select(comment => comment.Key()));
        Assert.Equal(0L, await server.Database.OwnerScalarAsync($"select count(*) from blog.comments_all where id in ({keys})"));
        Assert.Equal("2 1 t,3 1 t", await server.Database.OwnerScalarAsync(
            $"""
            select string_agg(concat_ws(' ', version, changed_by, old_data is null and new_data is null), ',' order by record_id)
              from audit.audit_log where table_name = 'comments' and record_id in ({keys}) and action = 'PURGE'
            """));
    }

    private async Task AssertUnseenAsync(string post, params string[] comments)
    {
        foreach (var user in new[] { TestServer.Ada, TestServer.Grace, TestServer.Linus, TestServer.Guest })
        {
            var seen = await server.QueryAsync(
                """
                query($post: ID!, $ids: [ID!]!) {
                  node(id: $post) { id } nodes(ids: $ids) { id }
                  posts(first: 50) { nodes { comments(first: 50) { totalCount nodes { id } } } }
                }
                """,
                new { post, ids = comments }, user);
            Assert.Equal(JsonValueKind.Null, seen.GetProperty("node").ValueKind);
            Assert.All(seen.GetProperty("nodes").EnumerateArray(), node => Assert.Equal(JsonValueKind.Null, node.ValueKind));
            foreach (var found in seen.GetProperty("posts").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("comments")))
            {
                Assert.Equal(found.GetProperty("nodes").GetArrayLength(), found.GetProperty("totalCount").GetInt32());
                Assert.DoesNotContain(found.GetProperty("nodes").EnumerateArray(), node => comments.Contains(node.Id()));
            }

            if (user == TestServer.Guest)
            {
                continue;
            }

            foreach (var (mutation, input) in comments.SelectMany(id => new (string, object)[]
            {
                ("updateComment", new { id, expectedVersion = 1, body = "Unseen" }), ("deleteComment", new { id, expectedVersion = 1 }),
            }))
            {
                Assert.Equal("CommentNotFoundError", Assert.Single(await server.FailWithoutTraceAsync(mutation, input, user)).Type());
            }

            var added = Assert.Single(await server.FailWithoutTraceAsync("addComment", new { postId = post, body = "Unseen" }, user));
            Assert.Equal("PostNotFoundError", added.Type());
        }
    }
}

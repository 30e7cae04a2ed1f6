using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

public sealed class TrashTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly object s_nothing = new { id = ApiCalls.PostId(4_000_000), expectedVersion = 1 };

    [Fact]
    public async Task Deleting_answers_the_post_as_the_trash_has_it()
    {
        var post = await server.CreateAsync("Deleted");
        var trashed = await server.DoAsync("deletePost", new { id = post.Id(), expectedVersion = 1 }, TestServer.Grace);
        Assert.Equal((post.Id(), ApiCalls.Id("TrashedPost", post.Key())), (trashed.PostId(), trashed.Id()));
        Snapshot.Match(Normalised.Text(trashed));
    }

    [Fact]
    public async Task Deleting_an_old_version_is_a_conflict_with_what_happened_since()
    {
        var post = await server.CreateAsync("Stale delete");
        await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = "Worth keeping" }, TestServer.Grace);
        Snapshot.Match(Normalised.Text(await server.FailWithoutTraceAsync("deletePost", new { id = post.Id(), expectedVersion = 1 })));
    }

    [Fact]
    public async Task What_is_in_the_trash_already_or_nowhere_is_not_found()
    {
        var trashed = await server.CreateTrashedAsync("Twice");
        var twice = Assert.Single(await server.FailWithoutTraceAsync("deletePost", new { id = trashed.PostId(), expectedVersion = 2 }));
        Assert.Equal(("PostNotFoundError", trashed.PostId()), (twice.Type(), twice.PostId()));

        var nothing = Assert.Single(await server.FailWithoutTraceAsync("deletePost", s_nothing));
        Assert.Equal("PostNotFoundError", nothing.Type());
        Assert.Equal(ApiCalls.PostId(4_000_000), nothing.PostId());
    }

    [Fact]
    public async Task Restoring_makes_a_version_and_the_post_is_live_again()
    {
        var trashed = await server.CreateTrashedAsync("Restored");
        var post = await server.DoAsync("restorePost", new { id = trashed.Id(), expectedVersion = 2 });
        Assert.Equal((3, "restored", "Restored"), (post.Version(), post.Text("slug"), post.Text("title")));

        var live = await server.QueryAsync("""
            query($id: ID!) { post(id: $id) { version auditHistory { nodes { action version } } } trash(first: 100) { nodes { id } } }
            """, new { id = trashed.PostId() });
        Assert.Equal(
            """[{"action":"RESTORE","version":3},{"action":"TRASH","version":2},{"action":"CREATE","version":1}]""",
            live.GetProperty("post").GetProperty("auditHistory").GetProperty("nodes").GetRawText());
        Assert.DoesNotContain(live.GetProperty("trash").GetProperty("nodes").EnumerateArray(), node => node.Id() == trashed.Id());
    }

    [Fact]
    public async Task A_slug_that_was_taken_meanwhile_stands_in_the_way_until_another_is_given()
    {
        var trashed = await server.CreateTrashedAsync("Old owner", "coveted");
        await server.CreateAsync("New owner", "coveted");

        var found = await server.FindInTrashAsync(trashed.Id(), "restorable restoreConflicts { field message suggestion }");
        Assert.False(found.GetProperty("restorable").GetBoolean());
        var conflict = Assert.Single(found.GetProperty("restoreConflicts").EnumerateArray());
        Assert.Equal(("slug", "coveted-2"), (conflict.Text("field"), conflict.Text("suggestion")));

        var errors = await server.FailWithoutTraceAsync("restorePost", new { id = trashed.Id(), expectedVersion = 2 });
        Snapshot.Match(Normalised.Text(errors));

        var slug = Assert.Single(errors).Text("suggestion");
        var post = await server.DoAsync("restorePost", new { id = trashed.Id(), expectedVersion = 2, slug });
        Assert.Equal((3, slug), (post.Version(), post.Text("slug")));
    }

    [Fact]
    public async Task A_slug_that_is_none_is_refused_by_its_name()
    {
        var trashed = await server.CreateTrashedAsync("Restored badly");
        var error = Assert.Single(await server.FailWithoutTraceAsync(
            "restorePost", new { id = trashed.Id(), expectedVersion = 2, slug = "Not a slug" }));
        Assert.Equal(("ValidationError", "slug"), (error.Type(), error.Text("field")));
    }

    [Fact]
    public async Task A_live_post_cannot_be_restored()
    {
        var post = await server.CreateAsync("Alive");
        var same = Assert.Single(await server.FailWithoutTraceAsync("restorePost", new { id = post.Id(), expectedVersion = 1 }));
        Assert.Equal("PostNotFoundError", same.Type());

        await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = "Alive and well" });
        var stale = Assert.Single(await server.FailWithoutTraceAsync("restorePost", new { id = post.Id(), expectedVersion = 1 }));
        Assert.Equal("ConcurrencyError", stale.Type());
        Assert.False(stale.GetProperty("inTrash").GetBoolean());

        var nothing = Assert.Single(await server.FailWithoutTraceAsync("restorePost", s_nothing));
        Assert.Equal("PostNotFoundError", nothing.Type());
    }

    [Theory]
    [InlineData("restorePost")]
    [InlineData("purgePost")]
    public async Task The_trash_wants_the_exact_version_too(string mutation)
    {
        var trashed = await server.CreateTrashedAsync($"Exact {mutation}");
        foreach (var expectedVersion in new[] { 1, 3, -1 })
        {
            var error = Assert.Single(await server.FailWithoutTraceAsync(mutation, new { id = trashed.Id(), expectedVersion }));
            Assert.Equal("ConcurrencyError", error.Type());
            Assert.Equal((2, true), (error.GetProperty("currentVersion").GetInt32(), error.GetProperty("inTrash").GetBoolean()));
        }
    }

    [Fact]
    public async Task Purging_leaves_an_entry_without_content()
    {
        var trashed = await server.CreateTrashedAsync("Purged for good", user: TestServer.Linus);
        Assert.Equal(trashed.PostId(), (await server.DoAsync("purgePost", new { id = trashed.Id(), expectedVersion = 2 })).GetString());

        var entry = (await server.QueryAsync(
            """
            query($id: ID!) { node(id: $id) { ... on AuditEntry {
              action version recordId oldData newData changes { field } changedBy { handle } } } }
            """,
            new { id = await PurgeEntryAsync(trashed.Key()) })).GetProperty("node");
        Assert.Equal(
            $$$"""{"action":"PURGE","version":3,"recordId":"{{{trashed.PostId()}}}","oldData":null,"newData":null,"changes":[],"""
            + """ "changedBy":{"handle":"ada"}}""".TrimStart(),
            entry.GetRawText());

        Assert.Equal(0L, await server.Database.OwnerScalarAsync($"select count(*) from blog.posts_all where id = {trashed.Key()}"));
        var again = Assert.Single(await server.FailWithoutTraceAsync("purgePost", new { id = trashed.Id(), expectedVersion = 2 }));
        Assert.Equal("PostNotFoundError", again.Type());
    }

    [Fact]
    public async Task A_live_post_cannot_be_purged()
    {
        var post = await server.CreateAsync("Unpurged");
        var error = Assert.Single(await server.FailWithoutTraceAsync("purgePost", new { id = post.Id(), expectedVersion = 1 }));
        Assert.Equal("PostNotFoundError", error.Type());
        Assert.Equal(1L, await server.Database.OwnerScalarAsync($"select count(*) from blog.posts_all where id = {post.Key()}"));
    }

    [Theory]
    [InlineData(TestServer.Grace)]
    [InlineData(TestServer.Linus)]
    [InlineData(TestServer.Guest)]
    public async Task Administrators_alone_purge(string user)
    {
        var trashed = await server.CreateTrashedAsync($"Not for {user}", user: TestServer.Linus);
        var before = await server.ChangesAsync();
        var answer = await server.TryAsync("purgePost", new { id = trashed.Id(), expectedVersion = 2 }, user);
        Assert.Equal(("AUTH_NOT_AUTHORIZED", 200), (answer.TheError().GetProperty("extensions").Text("code"), answer.Status));
        Assert.Equal("purgePost", answer.TheError().GetProperty("path")[0].GetString());
        Assert.Equal(JsonValueKind.Null, answer.Data.GetProperty("purgePost").GetProperty("errors").ValueKind);
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task Readers_neither_delete_nor_restore_nor_update()
    {
        var post = await server.CreateAsync("Read only");
        var trashed = await server.CreateTrashedAsync("Read only, in the trash");
        var before = await server.ChangesAsync();
        foreach (var (mutation, id, expectedVersion) in new[]
        {
            ("updatePost", post.Id(), 1), ("deletePost", post.Id(), 1), ("restorePost", trashed.Id(), 2),
        })
        {
            var answer = await server.TryAsync(mutation, new { id, expectedVersion }, TestServer.Guest);
            Assert.Equal("AUTH_NOT_AUTHORIZED", answer.Code);
        }

        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task A_deleted_post_is_reached_by_no_field_but_trash()
    {
        var kept = await server.CreateAsync("Kept", user: TestServer.Linus);
        var trashed = await server.CreateTrashedAsync("Unreachable", user: TestServer.Linus);
        var answer = await server.QueryAsync("""
            query($id: ID!, $slug: String!, $author: ID!) {
              post(id: $id) { id } postBySlug(slug: $slug) { id } node(id: $id) { id } nodes(ids: [$id, $author]) { id }
              posts(first: 100) { totalCount nodes { id } }
              user(id: $author) { posts(first: 100) { totalCount nodes { id } } }
              trash(first: 100) { nodes { id postId restorable restoreConflicts { field } } }
            }
            """, new { id = trashed.PostId(), slug = trashed.Text("slug"), author = ApiCalls.Id("User", TestDatabase.Linus) });

        Assert.All(new[] { "post", "postBySlug", "node" }, field => Assert.Equal(JsonValueKind.Null, answer.GetProperty(field).ValueKind));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("nodes")[0].ValueKind);
        Assert.Equal(ApiCalls.Id("User", TestDatabase.Linus), answer.GetProperty("nodes")[1].Id());
        foreach (var posts in new[] { answer.GetProperty("posts"), answer.GetProperty("user").GetProperty("posts") })
        {
            var ids = posts.GetProperty("nodes").EnumerateArray().Select(node => node.Id()).ToList();
            Assert.Contains(kept.Id(), ids);
            Assert.DoesNotContain(trashed.PostId(), ids);
            Assert.Equal(ids.Count, posts.GetProperty("totalCount").GetInt32());
        }

        var inTrash = answer.GetProperty("trash").GetProperty("nodes").EnumerateArray().ToList();
        Assert.DoesNotContain(inTrash, node => node.PostId() == kept.Id());
        Assert.Equal("""[]""", inTrash.Single(node => node.Id() == trashed.Id()).GetProperty("restoreConflicts").GetRawText());
    }

    [Fact]
    public async Task A_reader_of_the_trash_sees_when_a_post_goes_for_good()
    {
        var trashed = await server.CreateTrashedAsync("Thirty days");
        var node = await server.FindInTrashAsync(
            trashed.Id(), "deletedAt purgeAt author { handle } deletedBy { handle } auditHistory(first: 1) { nodes { action } }");
        var deletedAt = node.GetProperty("deletedAt").GetDateTimeOffset();
        Assert.Equal(deletedAt + TimeSpan.FromDays(30), node.GetProperty("purgeAt").GetDateTimeOffset());
        Assert.Equal("TRASH", node.GetProperty("auditHistory").GetProperty("nodes")[0].Text("action"));
    }

    private async Task<string> PurgeEntryAsync(long post)
    {
        var key = (string)(await server.Database.OwnerScalarAsync($"""
            select (extract(epoch from changed_at) * 1000000)::bigint || '-' || id from audit.audit_log
             where record_id = {post} and table_name = 'posts' and action = 'PURGE'
            """))!;
        return ApiCalls.Id("AuditEntry", key);
    }
}

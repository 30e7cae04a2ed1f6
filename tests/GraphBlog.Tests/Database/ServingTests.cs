using GraphBlog.Persistence.Posts;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static GraphBlog.Tests.Fixtures.ServedBlog;

namespace GraphBlog.Tests.Database;

/// <summary>The real path of a request's reads: contexts and connections from their pools, the tenant set by the interceptor.</summary>
public sealed class ServingTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Two_hundred_requests_of_two_organisations_over_four_connections_never_see_each_others_rows()
    {
        foreach (var tenant in new[] { Ada, Margaret })
        {
            await db.AddPostAsync(tenant.OrgId, tenant.UserId, "Live");
            await db.TrashAsync(tenant.OrgId, tenant.UserId, await db.AddPostAsync(tenant.OrgId, tenant.UserId, "Trashed"));
        }

        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=4");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async request =>
        {
            var tenant = request % 2 == 0 ? Ada : Margaret;
            var seen = await blog.AsAsync(tenant, async served =>
            {
                await using var snapshot = request % 5 == 0 ? await served.BeginSnapshotAsync(default) : null;
                var orgs = await served.Posts.Select(post => post.OrgId).ToListAsync();
                orgs.AddRange(await served.Trash.Select(post => post.OrgId).ToListAsync());
                orgs.AddRange(await served.Users.Select(user => user.OrgId).ToListAsync());
                orgs.AddRange(await served.AuditLog.Select(entry => entry.OrgId).ToListAsync());
                orgs.AddRange(await served.Organisations.Select(organisation => organisation.OrgId).ToListAsync());
                return orgs;
            });
            Assert.True(seen.Count > 6);
            Assert.All(seen, org => Assert.Equal(tenant.OrgId, org));
        }));
    }

    [Fact]
    public async Task A_connection_back_in_the_pool_belongs_to_nobody_and_what_a_session_set_is_overruled()
    {
        await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Ours");
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        Assert.NotEqual(0, await blog.AsAsync(Ada, served => served.Posts.CountAsync()));
        Assert.Equal("'' 0", await NextAsync());

        // The naive form: a setting of the session is still there for whoever comes next.
        await using (var naive = blog.Connections.CreateCommand($"select set_config('app.current_org_id', '{Ada.OrgId}', false)"))
        {
            await naive.ExecuteScalarAsync();
        }

        Assert.NotEqual("'' 0", await NextAsync());

        // Not for a request: each of its transactions says all of it anew.
        var seen = await blog.AsAsync(Margaret, served => served.Posts.Select(post => post.OrgId).ToListAsync());
        Assert.DoesNotContain(Ada.OrgId, seen);

        async Task<string?> NextAsync()
        {
            await using var next = blog.Connections.CreateCommand(
                "select quote_literal(current_setting('app.current_org_id', true)) || ' ' || (select count(*) from blog.posts_all)");
            return (string?)await next.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task A_context_without_a_tenant_sends_nothing_not_even_one_that_had_a_tenant_before()
    {
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        Assert.NotEqual(0, await blog.AsAsync(Ada, served => served.Users.CountAsync()));
        blog.Log.Clear();
        for (var rent = 0; rent < 2; rent++)
        {
            await using var context = await blog.Contexts.CreateDbContextAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.Users.CountAsync());
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => blog.AsAsync(null!, served => served.Users.CountAsync()));
        Assert.Empty(blog.Log.Sent);
    }

    [Fact]
    public async Task Ways_of_running_a_command_that_would_miss_the_tenant_are_refused()
    {
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        await blog.AsAsync(Ada, async served =>
        {
            Assert.Throws<InvalidOperationException>(() => served.Users.Count());
            await Assert.ThrowsAsync<InvalidOperationException>(
                () => served.Posts.ExecuteUpdateAsync(set => set.SetProperty(post => post.Title, "x")));
            return 0;
        });
        Assert.Empty(blog.Log.Sent);
    }

    [Fact]
    public async Task A_single_read_is_one_round_trip_and_so_is_each_read_of_a_snapshot_with_the_tenant_told_once()
    {
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        await blog.AsAsync(Ada, served => served.Users.Where(user => user.Handle == "ada").ToListAsync());
        Assert.StartsWith("select set_config('app.current_org_id', @c1, true)", Assert.Single(blog.Log.Sent));

        blog.Log.Clear();
        await blog.AsAsync(Ada, async served =>
        {
            await using var snapshot = await served.BeginSnapshotAsync(default);
            await served.Users.CountAsync();
            return await served.Posts.CountAsync();
        });
        Assert.Collection(blog.Log.Sent,
            first => Assert.StartsWith("select set_config(", first),
            second => Assert.StartsWith("SELECT count(*)", second),
            end => Assert.Equal("ROLLBACK", end));
    }

    [Fact]
    public async Task A_snapshot_does_not_move_while_others_commit_and_refuses_writes()
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Before");
        await using var blog = new ServedBlog(db.App);
        await blog.AsAsync(Ada, async served =>
        {
            await using var snapshot = await served.BeginSnapshotAsync(default);
            Assert.Equal("Before", await served.Posts.Where(post => post.Id == id).Select(post => post.Title).SingleAsync());
            await blog.AsAsync(Ada, other => WritingTests.RetitleAsync(other, id, 1, "After"));
            Assert.Equal("Before", await served.Posts.Where(post => post.Id == id).Select(post => post.Title).SingleAsync());
            Assert.Equal(1, await served.AuditLog.CountAsync(entry => entry.RecordType == "posts" && entry.RecordId == id));
            served.Attach(new Post { OrgId = Ada.OrgId, Id = id, Version = 1 }).Entity.Title = "From the snapshot";
            var refused = await Assert.ThrowsAsync<DbUpdateException>(() => served.SaveChangesAsync());
            Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
            return 0;
        });
        Assert.Equal("After", await blog.AsAsync(
            Ada, served => served.Posts.Where(post => post.Id == id).Select(post => post.Title).SingleAsync()));
    }

    [Fact]
    public async Task A_request_that_left_its_snapshot_open_does_not_make_the_next_one_read_only()
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Before");
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        await blog.AsAsync(Ada, async served =>
        {
            await served.BeginSnapshotAsync(default);
            return await served.Posts.CountAsync();
        });
        Assert.Equal(2, (await blog.AsAsync(Ada, served => WritingTests.RetitleAsync(served, id, 1, "After"))).Version);
    }
}

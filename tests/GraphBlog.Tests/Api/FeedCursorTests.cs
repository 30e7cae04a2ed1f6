using System.Buffers.Text;
using System.Text;
using GraphBlog.Tests.Fixtures;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>A cursor is taken from whoever it was given to, by any server, and from nobody who made it.</summary>
[Collection(nameof(Alone))]      // a snapshot is of the whole cluster: transactions of other tests make cursors look older than they are
public sealed class FeedCursorTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NotAuthentic = "CURSOR_NOT_AUTHENTIC", FromAnotherEpoch = "CURSOR_FROM_ANOTHER_EPOCH", NoCursor = "HC0078", TooOld = "CURSOR_TOO_OLD";

    public static TheoryData<string, Func<string[], string>> Forgeries => new()
    {
        { NotAuthentic, parts => With(parts, 3, "1") },
        { NotAuthentic, parts => With(parts, 1, "3:3:") },
        { NotAuthentic, parts => string.Join(';', parts[0], "3:3:", "3:3:", "0", parts[4]) },
        { NotAuthentic, parts => With(parts, 2, "3:999999999:") },
        { NotAuthentic, parts => With(parts, 4, "") },
        { NotAuthentic, parts => With(parts, 4, Base64Url.EncodeToString(new byte[32])) },
        { NotAuthentic, parts => With(parts, 4, parts[4][..20]) },
        { FromAnotherEpoch, parts => With(parts, 0, "7.1") },
        { FromAnotherEpoch, parts => string.Join(';', parts[..4]) },      // as the release before wrote it
        { FromAnotherEpoch, parts => string.Join(';', parts[1..4]) },      // and the one before that
        { NoCursor, parts => With(parts, 4, "=") },
        { NoCursor, parts => With(parts, 2, "5:3:") },
        { NoCursor, parts => string.Join(';', parts[..2]) },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_cursor_that_was_not_given_out_is_refused_with_a_code_that_says_why(string code, Func<string[], string> forge)
    {
        await server.PublishAsync("Before");
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(await ChangeStream.CursorAsync(server, TestServer.Guest))).Split(';');
        await server.PublishAsync("After");
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Guest, Base64Url.EncodeToString(Encoding.ASCII.GetBytes(forge(parts))));
        Assert.Equal(code, await stream.CodeAsync());
        Assert.Null(await stream.ResultAsync());
    }

    [Fact]
    public async Task Another_organisations_cursor_is_none_and_a_colleagues_is_one()
    {
        var cursor = await ChangeStream.CursorAsync(server, TestServer.Grace);
        var id = await server.PublishAsync("Of Acme");
        using var colleague = await ChangeStream.OpenAsync(server, TestServer.Guest, cursor);
        var change = await colleague.NextAsync();
        Assert.Equal(id, change.PostId());
        foreach (var acmes in new[] { cursor, change.Text("cursor") })
        {
            using var foreign = await ChangeStream.OpenAsync(server, TestServer.Margaret, acmes);
            Assert.Equal(NotAuthentic, await foreign.CodeAsync());
        }
    }

    [Fact]
    public async Task A_cursor_serves_on_another_server_and_after_a_restart()
    {
        var cursor = await ChangeStream.CursorAsync(server);
        var id = await server.PublishAsync("Everywhere");
        for (var start = 0; start < 2; start++)
        {
            await using var other = await TestServer.StartAsync(server.Database, "Production");
            using var stream = await ChangeStream.OpenAsync(other, TestServer.Guest, cursor);
            Assert.Equal(id, (await stream.NextAsync()).PostId());
        }
    }

    [Theory]
    [InlineData("2020-01-05Z")]      // in a month of its own
    [InlineData("2019-05-05Z")]      // in the default partition
    [InlineData("2020-01-05Z", true)]      // in a month that another organisation keeps
    public async Task A_cursor_from_before_what_is_kept_is_refused_and_one_that_missed_nothing_is_not(string past, bool isShared = false)
    {
        await server.Database.OwnerScalarAsync("set role gb_owner; select audit.add_month('2020-01-01Z')");
        var (before, colleagues) = (await ChangeStream.CursorAsync(server, TestServer.Margaret), await ChangeStream.CursorAsync(server));
        using var connected = await ChangeStream.OpenAsync(server, TestServer.Margaret, before);
        await PublishAsync("Dropped");
        var told = (await connected.NextAsync()).Text("cursor")!;
        var behind = await ChangeStream.CursorAsync(server, TestServer.Margaret);
        var ours = await server.PublishAsync("Of Acme");

        await server.Database.ForgeAsync($"update audit.audit_log set changed_at = '{past}' where org_id = {TestDatabase.Globex}");
        if (isShared)
        {
            await server.Database.OwnerScalarAsync("set role gb_owner; select app.set_retention('acme', null, 36500)");
            await server.Database.ForgeAsync($"insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (1, '{past}', 'x', 1, 1, 'CREATE')");
        }

        var done = await server.Database.UpkeepAsync();
        await server.Database.OwnerScalarAsync("set role gb_owner; select app.set_retention('acme', null, null)");
        await server.Database.ForgeAsync("delete from audit.audit_log where table_name = 'x'");
        Assert.Equal((isShared, false), (done.Dropped.Count == 0 && done.Deleted > 0 && past[..4] == "2020", done.IsHeldUp));
        Assert.Equal(0L, await server.Database.OwnerScalarAsync($"select count(*) from audit.audit_log where org_id = {TestDatabase.Globex}"));

        using var tooOld = await ChangeStream.OpenAsync(server, TestServer.Margaret, before);
        Assert.Equal(TooOld, await tooOld.CodeAsync());
        Assert.Null(await tooOld.ResultAsync());
        var now = await ChangeStream.CursorAsync(server, TestServer.Margaret);
        var kept = await PublishAsync("Kept");
        Assert.Equal(kept, (await connected.NextAsync()).PostId());
        foreach (var cursor in new[] { told, behind, now })
        {
            using var stream = await ChangeStream.OpenAsync(server, TestServer.Margaret, cursor);
            Assert.Equal(kept, (await stream.NextAsync()).PostId());
        }

        using var acme = await ChangeStream.OpenAsync(server, TestServer.Ada, colleagues);
        Assert.Equal(ours, (await acme.NextAsync()).PostId());

        async Task<string> PublishAsync(string title) => (await server.DoAsync("createPost", new { title, body = "Text", status = "PUBLISHED" }, TestServer.Margaret)).Id();
    }

    [Fact]
    public async Task The_key_of_cursors_is_for_those_who_serve_and_another_in_each_epoch()
    {
        await using var session = await server.Database.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        Assert.Equal(32, ((byte[])(await session.ScalarAsync("select cursor_key from app.moment()"))!).Length);
        Assert.Equal("42501", await session.RefusalAsync("select cursor_key from app.epochs"));
        await using var finder = await server.Database.EnterAsAsync("gb_finder", TestDatabase.Acme, TestDatabase.Ada);
        Assert.Equal("42501", await finder.RefusalAsync("select cursor_key from app.epochs"));
        await using var owner = await server.Database.EnterAsAsync("gb_owner", TestDatabase.Acme, TestDatabase.Ada, "select app.begin_epoch(true)");
        Assert.Equal(await owner.ScalarAsync("select count(*) from app.epochs"), await owner.ScalarAsync("select count(distinct cursor_key) from app.epochs"));
    }

    private static string With(string[] parts, int at, string text) => string.Join(';', parts.Select((part, i) => i == at ? text : part));
}

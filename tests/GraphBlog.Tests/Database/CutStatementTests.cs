using GraphBlog.Statements;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.ServedBlog;

namespace GraphBlog.Tests.Database;

/// <summary>A statement is cut off in the moment in which it is prepared, and its connection is used again.</summary>
public sealed class CutStatementTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_rows_of_the_next_statement_are_not_taken_for_those_of_one_that_was_cut_off(bool isInSnapshot)
    {
        // What never changes is answered while it is planned, which takes a third of a second here.
        await db.OwnerScalarAsync(
            """
            drop schema if exists slow cascade; create schema slow; grant usage on schema slow to gb_app;
            create function slow.answer() returns integer immutable security definer language plpgsql as 'begin perform pg_sleep(0.3); return 1; end';
            grant execute on function slow.answer() to gb_app
            """);
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        (Statement, object?[])[] calls = [(new("select 1 as a where slow.answer() = 0", []), []), (new("select 2 as b", []), [])];
        Assert.Equal("a, b", await ColumnsAsync());
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(0.1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ColumnsAsync(end.Token));      // it is prepared when it comes again
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("a, b", await ColumnsAsync());
        }

        Task<string> ColumnsAsync(CancellationToken ct = default) => blog.AsAsync(Ada, async served =>
        {
            await using var snapshot = isInSnapshot ? await served.BeginSnapshotAsync(default) : null;
            await using var sent = await served.SendAsync(calls, ct);
            var first = sent.Rows.GetName(0);
            return await sent.NextAsync() ? $"{first}, {sent.Rows.GetName(0)}" : first;
        });
    }
}

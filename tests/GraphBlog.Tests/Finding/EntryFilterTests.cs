using CsCheck;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.GraphApi.Records;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Tests.Finding;

/// <summary>Filters of audit entries: what they mean, against the same said in C# over the same rows.</summary>
public sealed class EntryFilterTests(SomeEntries entries) : IClassFixture<SomeEntries>
{
    [Fact]
    public async Task Random_filters_find_what_the_same_conditions_find_in_memory()
    {
        var some = 0;
        await entries.Filters().SampleAsync(async filter =>
        {
            var found = await entries.Blog.AsAsync(
                ServedBlog.Ada, blog => blog.AuditLog.Filter(filter.Input).Select(entry => entry.Id).Order().ToListAsync());
            Assert.Equal(entries.All.Where(filter.Holds ?? (_ => true)).Select(entry => entry.Id).Order(), found);
            some += found.Count > 0 && found.Count < entries.All.Count ? 1 : 0;
        }, iter: 400, threads: 1);
        Assert.True(some > 50, $"Only {some} filters told entries apart.");
    }

    [Fact]
    public async Task Every_column_that_the_log_may_hold_is_known_by_its_field()
    {
        var columns = (string[])(await entries.Database.OwnerScalarAsync("""
            select array_agg(distinct a.attname::text) from pg_trigger g
              join pg_attribute a on a.attrelid = g.tgrelid and a.attnum > 0 and not a.attisdropped
               and a.atttypid <> 'tsvector'::regtype      -- derived, so no part of history
             where g.tgname = 'z_audit'
            """))!;
        Assert.Equal(columns.Where(RecordTypes.IsContent).Order(StringComparer.Ordinal), RecordTypes.Columns.Order(StringComparer.Ordinal));
    }
}

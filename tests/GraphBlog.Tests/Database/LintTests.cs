using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Database;

public sealed class LintTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_migrated_database_breaks_no_rule() =>
        Assert.Null(await db.OwnerScalarAsync("select string_agg(problem || ': ' || object, E'\\n') from app.lint()") as string);
}

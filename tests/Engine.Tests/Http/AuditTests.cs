using Xunit.Abstractions;

namespace GraphBlog.Engine.Tests.Http;

public sealed class AuditTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_public_audit_suite_finds_nothing()
    {
        await using var server = await TestServer.StartAsync();
        if (await NodeScript.RunAsync(output, "tests/http-audit", "audit.mjs", server.Url.ToString()) is { } report)
        {
            Assert.Contains("61 audits, 61 ok, 0 broken", report);
        }
    }
}

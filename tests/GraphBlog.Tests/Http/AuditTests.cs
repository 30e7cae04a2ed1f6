using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Http;

public sealed class AuditTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_public_audit_suite_finds_nothing()
    {
        if (!Exists("node") || !Exists("npm"))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "Node is needed for the audit suite.");
            output.WriteLine("Node is not installed: the audit suite was not run.");
            return;
        }

        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "http-audit"));
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "graphql-http")))
        {
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder);
        }

        await using var server = await TestServer.StartAsync();
        var report = await RunAsync("node", ["audit.mjs", server.Url.ToString()], folder);
        Assert.Contains("61 audits, 61 ok, 0 broken", report);
    }

    private async Task<string> RunAsync(string file, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var report = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(report + await errors);
        Assert.True(process.ExitCode == 0, $"{file} exited with {process.ExitCode}:\n{report}{await errors}");
        return report;
    }

    private static bool Exists(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, command)) || File.Exists(Path.Combine(folder, command + ".exe")));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

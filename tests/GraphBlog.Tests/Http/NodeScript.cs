using System.Diagnostics;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Http;

/// <summary>Runs a script of a folder below tests/, with the packages of its lock file.</summary>
internal static class NodeScript
{
    /// <summary>What the script printed; null where Node is not installed, which CI does not let pass.</summary>
    public static async Task<string?> RunAsync(ITestOutputHelper output, string folder, string script, string package, TestServer server)
    {
        if (!Exists("node") || !Exists("npm"))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"Node is needed for {folder}.");
            output.WriteLine($"Node is not installed: {folder} was not run.");
            return null;
        }

        var path = SourceTree.Path($"tests/{folder}");
        if (!Directory.Exists(Path.Combine(path, "node_modules", package)))
        {
            await RunAsync(output, "npm", ["ci", "--no-audit", "--no-fund"], path);
        }

        return await RunAsync(output, "node", [script, server.Url.ToString()], path);
    }

    private static async Task<string> RunAsync(ITestOutputHelper output, string file, string[] arguments, string folder)
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
}

using System.Diagnostics;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Shared;

/// <summary>Runs scripts of a folder of this repository, with the packages of its lock file.</summary>
internal static class NodeScript
{
    private static readonly SemaphoreSlim s_installing = new(1);

    /// <summary>What the script of a folder printed; null where Node is not installed, which CI does not let pass.</summary>
    public static async Task<string?> RunAsync(ITestOutputHelper output, string folder, string script, params string[] arguments)
        => await InstallAsync(output, folder) ? await ExecuteAsync(output, "node", [script, .. arguments], SourceTree.Path(folder)) : null;

    /// <summary>What a script of the folder's package.json printed; null where Node is not installed, which CI does not let pass.</summary>
    public static async Task<string?> RunNpmAsync(ITestOutputHelper output, string folder, string name)
        => await InstallAsync(output, folder) ? await ExecuteAsync(output, "npm", ["run", name], SourceTree.Path(folder)) : null;

    /// <summary>The first of these programs that is on the PATH; null when none is.</summary>
    public static string? Find(params string[] commands) => (
        from command in commands
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        from file in new[] { Path.Combine(folder, command), Path.Combine(folder, command + ".exe") }
        where File.Exists(file)
        select file).FirstOrDefault();

    private static async Task<bool> InstallAsync(ITestOutputHelper output, string folder)
    {
        if (Find("node") is null || Find("npm") is null)
        {
            Assert.False(Requirement.IsCi, $"Node is needed for {folder}.");
            output.WriteLine($"Node is not installed: {folder} was not run.");
            return false;
        }

        // Tests run at once, and a folder is installed once.
        await s_installing.WaitAsync();
        try
        {
            await InstallOnceAsync(output, folder);
        }
        finally
        {
            s_installing.Release();
        }

        return true;
    }

    private static async Task InstallOnceAsync(ITestOutputHelper output, string folder)
    {
        // npm writes this file last, and with its own time: older than the lock file means made from another one.
        var installed = new FileInfo(SourceTree.Path($"{folder}/node_modules/.package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < File.GetLastWriteTimeUtc(SourceTree.Path($"{folder}/package-lock.json")))
        {
            await ExecuteAsync(output, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], SourceTree.Path(folder));
        }
    }

    private static async Task<string> ExecuteAsync(ITestOutputHelper output, string file, string[] arguments, string folder)
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
}

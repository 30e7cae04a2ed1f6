using System.Diagnostics;
using System.Text;
using GraphBlog.GraphApi.Hosting;
using Microsoft.Extensions.Configuration;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Hosting;

/// <summary>A run of the built program, with these settings and none of this machine's.</summary>
internal sealed class ProgramRun : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("graphblog-commands-");
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramRun(string arguments, (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, "GraphBlog.GraphApi.dll")}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _home.FullName,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.Contains("GraphBlog", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name == "DOTNET_ENVIRONMENT").ToList())
        {
            start.Environment.Remove(name);
        }

        // Of a second of processor time a start takes a quarter less: no heap for each processor, no counting for optimisations that come too late.
        start.Environment["DOTNET_gcServer"] = start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["LOCALAPPDATA"] = start.Environment["XDG_DATA_HOME"] = _home.FullName;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts it and leaves it running.</summary>
    public static ProgramRun Start(string arguments, params (string Name, string Value)[] settings) => new(arguments, settings);

    /// <summary>A token for a server that has the tests' signing key.</summary>
    public static string Token(string org, string user) => Authentication.Issue(
        new ConfigurationBuilder().Build(), Encoding.UTF8.GetBytes(TestServer.SigningKey), new(org, user), TimeSpan.FromHours(1));

    /// <summary>Runs it to its end.</summary>
    public static async Task<Ended> RunAsync(string arguments, params (string Name, string Value)[] settings)
    {
        await using var program = new ProgramRun(arguments, settings);
        using var patience = new CancellationTokenSource(s_patience);
        await program._process.WaitForExitAsync(patience.Token);
        return program.End();
    }

    /// <summary>The address it serves at, once it does.</summary>
    public Task<string> ReadyAsync() => _ready.Task.WaitAsync(s_patience);

    /// <summary>Asks it to stop, as a service's supervisor would, and answers its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>What it has written to standard output.</summary>
    public string[] Lines
    {
        get
        {
            lock (_output)
            {
                return _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
        }
    }

    /// <summary>Kills it, if it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _home.Delete(recursive: true);
    }

    private Ended End() => new(_process.ExitCode, _output.ToString(), _errors.ToString());

    private void Keep(StringBuilder text, string? line)
    {
        lock (_output)      // both streams come on threads of their own
        {
            if (line is null)
            {
                _ready.TrySetException(new InvalidOperationException($"It ended: {_output}{_errors}"));
                return;
            }

            text.Append(line).Append('\n');
        }

        if (line.Split("GraphBlog is ready: ") is ["", var url])
        {
            _ready.TrySetResult(url.Replace("/graphql", ""));
        }
    }

    /// <summary>How it ended, and what it said.</summary>
    internal sealed record Ended(int ExitCode, string Output, string Errors);
}

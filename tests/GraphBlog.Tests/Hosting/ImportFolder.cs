using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Hosting;

/// <summary>A folder of files of its own, and the program that imports it into acme.</summary>
internal sealed class ImportFolder(TestDatabase database) : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("graphblog-import-").FullName;

    public void Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Imports, which must succeed; the summary's first line.</summary>
    public async Task<string> ImportAsync()
    {
        var run = await RunAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        return run.Output.Split('\n')[0].Trim();
    }

    /// <param name="options">Options of the command.</param>
    /// <param name="user">Who imports.</param>
    /// <param name="of">The folder in this one that is imported; this one itself when empty.</param>
    public Task<ProgramRun.Ended> RunAsync(string options = "--verbose", string user = "ada", string of = "")
        => ProgramRun.RunAsync($"import --org acme --user {user} {options} {Path.Combine(Root, of)}", ("ConnectionStrings__GraphBlog", database.App));

    /// <summary>The answer of the owner, who sees acme.</summary>
    public Task<object?> SqlAsync(string sql) => database.OwnerScalarAsync($"set app.current_org_id = '1'; {sql}");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

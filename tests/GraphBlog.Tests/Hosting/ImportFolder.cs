using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using ImportCommand = GraphBlog.GraphApi.Hosting.Import;

namespace GraphBlog.Tests.Hosting;

/// <summary>A folder of files of its own, to be imported into acme.</summary>
/// <param name="database">Where acme is.</param>
/// <param name="startsProgram">Whether each import starts the program; or else its command runs here, which spares a second of processor
/// time.</param>
internal sealed class ImportFolder(TestDatabase database, bool startsProgram) : IDisposable
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

    /// <param name="options">Options of the command; by default every file is named.</param>
    /// <param name="user">Who imports.</param>
    /// <param name="of">The folder in this one that is imported; this one itself when empty.</param>
    public async Task<ProgramRun.Ended> RunAsync(ImportOptions? options = null, string user = "ada", string of = "")
    {
        var (source, withoutFrontMatter, isVerbose) = options ??= new("", WithoutFrontMatter: false, IsVerbose: true);
        var folder = Path.Combine(Root, of);
        if (startsProgram)
        {
            return await ProgramRun.RunAsync(
                $"import --org acme --user {user}{(source == "" ? "" : $" --source {source}")}{(withoutFrontMatter ? " --without-front-matter" : "")}{(isVerbose ? " --verbose" : "")} {folder}",
                ("ConnectionStrings__GraphBlog", database.App));
        }

        var summary = await ImportCommand.FolderAsync(BlogServer.CreateBuilder([$"--ConnectionStrings:GraphBlog={database.App}"]), "acme",
            user, folder, options);
        return new(summary.HasRefused ? 1 : 0, string.Join('\n', summary.Lines(isVerbose)), "");
    }

    /// <summary>The answer of the owner, who sees acme.</summary>
    public Task<object?> SqlAsync(string sql) => database.OwnerScalarAsync($"set app.current_org_id = '1'; {sql}");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

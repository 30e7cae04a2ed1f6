using System.Diagnostics;

namespace GraphBlog.Tests.Hosting;

/// <summary>
/// The explorer may be used but not handed on, and the example page is an example: what is published has neither, though the build beside it does.
/// </summary>
public sealed class PublishTests
{
    private static readonly string s_configuration = AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Release")
        ? "Release" : "Debug";

    [Fact]
    public async Task A_deployment_is_the_program_and_its_libraries_and_holds_nothing_of_the_explorer()
    {
        var folder = Directory.CreateTempSubdirectory("graphblog-publish-");
        try
        {
            using var publish = Process.Start(new ProcessStartInfo(
                "dotnet", ["publish", SourceTree.Path("src/GraphApi"), "-c", s_configuration, "--no-build", "--nologo", "-v", "quiet", "-o",
                    folder.FullName])
            {
                RedirectStandardOutput = true,
            })!;
            var said = await publish.StandardOutput.ReadToEndAsync();
            await publish.WaitForExitAsync();
            Assert.True(publish.ExitCode == 0, said);

            var files = folder.EnumerateFiles("*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder.FullName, file.FullName)).ToList();
            Assert.Contains("GraphBlog.GraphApi.dll", files);
            Assert.Contains("GraphBlog.Persistence.dll", files);
            string[] ours = [".dll", ".pdb", ".xml", ".json", ".config", ".exe", "", ".GraphApi"];
            Assert.All(files, file => Assert.Contains(Path.GetExtension(file), ours));
            Assert.DoesNotContain(folder.EnumerateDirectories(), part => part.Name is "explorer" or "web" or "wwwroot" or "node_modules");
            Assert.DoesNotContain(files, file => Path.GetFileName(file) is "package.json" or "package-lock.json");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

using System.Diagnostics;

namespace GraphBlog.Tests.Shared;

/// <summary>The files of this repository.</summary>
public static class SourceTree
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The path of a file, given from the root.</summary>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(Path(relative));

    /// <summary>The files that are tracked, or would be if they were added, whose path from the root starts and ends so.</summary>
    public static IReadOnlyList<string> Files(string start = "", string ending = "") => [.. Listed()
        .Where(file => file.StartsWith(start, StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal))];

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "GraphBlog.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run below the folder of GraphBlog.sln.");
    }

    // An archive of the sources has no git: there everything but what a build makes counts.
    private static IEnumerable<string> Listed()
    {
        if (System.IO.Path.Exists(Path(".git")))
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
            })!;
            return git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path(file)));
        }

        string[] made = ["bin", "obj", "node_modules", "dist", "gql", "generated", "TestResults", "__mismatch__"];
        return Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(made).Any());
    }
}

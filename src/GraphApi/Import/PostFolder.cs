namespace GraphBlog.GraphApi.Import;

/// <summary>A file of the folder.</summary>
/// <param name="Name">Its path in the folder, with slashes.</param>
/// <param name="Skipped">Why it is not meant to be a post, by its name and place alone; null when it may be.</param>
internal sealed record FolderFile(string Name, string? Skipped);

/// <summary>All files of a folder and those below it, each named, so that a summary can account for every one.</summary>
internal sealed class PostFolder(string path)
{
    private static readonly string[] s_endings = [".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mkdown"];

    // What Jekyll, Hugo and Hexo make or take from elsewhere; further down, a folder of such a name is the author's.
    private static readonly string[] s_notPosts =
        ["_site", "public", "themes", "vendor", "_layouts", "_includes", "_data", "_sass", "layouts", "archetypes", "scaffolds", "resources"];

    private static readonly string[] s_ofEveryRepository =
        ["README", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING", "CODE_OF_CONDUCT", "SECURITY", "AUTHORS", "NOTICE"];

    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Whether the folder itself is Jekyll's <c>_drafts</c>, or in it.</summary>
    public bool IsDrafts => Path.Split(System.IO.Path.DirectorySeparatorChar).Contains("_drafts");

    /// <summary>Sorted by name, so that of two files that want one slug it is always the same that gets it.</summary>
    public IReadOnlyList<FolderFile> Files()
    {
        var found = new DirectoryInfo(Path).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 })
            .SelectMany(Below).Select(file => (File: file, Name: System.IO.Path.GetRelativePath(Path, file.FullName).Replace('\\', '/'))).ToList();
        var bundles = found.Where(one => one.Name.Contains('/') && System.IO.Path.GetFileNameWithoutExtension(one.Name) == "index"
            && IsMarkdown(one.Name))
            .Select(one => Parent(one.Name)).ToHashSet();
        return [.. found.OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => new FolderFile(one.Name, WhyNot(one.File, one.Name, bundles)))];
    }

    /// <summary>Whether a file with such a name, in a repository of any kind, is about the repository.</summary>
    public static bool IsOfEveryRepository(string name)
        => s_ofEveryRepository.Contains(System.IO.Path.GetFileNameWithoutExtension(name), StringComparer.OrdinalIgnoreCase);

    // A link is named and not followed: it may lead anywhere, and around.
    private static IEnumerable<FileSystemInfo> Below(FileSystemInfo one) => one is DirectoryInfo { LinkTarget: null } folder
        ? folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }).SelectMany(Below) : [one];

    private static string? WhyNot(FileSystemInfo file, string name, HashSet<string> bundles)
    {
        var parts = name.Split('/');
        return file.LinkTarget is not null ? "a symbolic link"
            : parts[^1].StartsWith('.') ? "hidden"
            : parts[..^1].Any(part => part.StartsWith('.')) ? "in a hidden folder"
            : parts[..^1].Contains("node_modules") || parts.Length > 1 && s_notPosts.Contains(parts[0]) ? $"in a folder that holds no posts"
            : parts[^1].EndsWith(".mdx", StringComparison.OrdinalIgnoreCase) ? "MDX, which is a program and no Markdown"
            : !IsMarkdown(name) ? "no Markdown"
            : parts[^1].StartsWith("_index.", StringComparison.OrdinalIgnoreCase) ? "a section's page"
            : IsResource(name, bundles) ? "part of a bundle"
            : file is FileInfo { Length: 0 } ? "empty, or no regular file"      // a FIFO would be waited for
            : null;
    }

    private static bool IsResource(string name, HashSet<string> bundles)
    {
        var folder = Parent(name);
        if (bundles.Contains(folder) && System.IO.Path.GetFileNameWithoutExtension(name) == "index")
        {
            folder = Parent(folder);
        }

        for (; folder.Length > 0; folder = Parent(folder))
        {
            if (bundles.Contains(folder))
            {
                return true;
            }
        }

        return false;
    }

    private static string Parent(string name) => name.LastIndexOf('/') is >= 0 and var slash ? name[..slash] : "";

    private static bool IsMarkdown(string name) => s_endings.Contains(System.IO.Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}

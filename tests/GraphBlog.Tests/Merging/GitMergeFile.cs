using System.Diagnostics;

namespace GraphBlog.Tests.Merging;

/// <summary>Merges as git does, many in one shell.</summary>
internal static class GitMergeFile
{
    /// <summary>The merged texts in order; null where git calls it a conflict.</summary>
    public static async Task<List<string?>> MergeAsync(IReadOnlyList<(string Base, string Theirs, string Yours)> triples)
    {
        var folder = Directory.CreateTempSubdirectory("merges");
        try
        {
            for (var n = 0; n < triples.Count; n++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{n}.base"), triples[n].Base);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{n}.theirs"), triples[n].Theirs);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{n}.yours"), triples[n].Yours);
            }

            const string Script = """
                n=0
                while [ -e $n.base ]; do
                  git merge-file -p -q $n.theirs $n.base $n.yours > $n.merged && mv $n.merged $n.clean
                  n=$((n+1))
                done
                """;
            var start = new ProcessStartInfo("sh", ["-c", Script]) { WorkingDirectory = folder.FullName };
            using (var shell = Process.Start(start)!)
            {
                await shell.WaitForExitAsync();
            }

            return [.. triples.Select((_, n) => Path.Combine(folder.FullName, $"{n}.clean"))
                .Select(file => File.Exists(file) ? File.ReadAllText(file) : null)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

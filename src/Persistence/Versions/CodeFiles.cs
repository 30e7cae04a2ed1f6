using System.Security.Cryptography;
using System.Text;

namespace GraphBlog.Persistence.Versions;

/// <summary>
/// The files of Sql/Code: functions, views, triggers, policies and grants. They are edited in place, and all of them run again, in the
/// order of their names, in a database whose checksum is another.
/// </summary>
internal static class CodeFiles
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<SqlFile> All { get; } =
        [.. typeof(CodeFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Code/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(SqlFile.Read)];

    /// <summary>SHA-256 over their names and contents, in hexadecimal digits.</summary>
    public static string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', All.SelectMany(file => new[] { file.Name, file.Text })))));
}

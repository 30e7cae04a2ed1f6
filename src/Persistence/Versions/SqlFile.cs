namespace GraphBlog.Persistence.Versions;

/// <summary>A file of the Sql folder, embedded under its name there.</summary>
/// <param name="Name">Schema/NNNN_what.sql or Code/NNNN_what.sql.</param>
/// <param name="Text">What it says.</param>
internal sealed record SqlFile(string Name, string Text)
{
    public static SqlFile Read(string name)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"There is no src/Persistence/Sql/{name}.");
        using var reader = new StreamReader(stream);
        return new(name, reader.ReadToEnd());
    }
}

using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;

namespace GraphBlog.Engine;

/// <summary>Prints a schema in the schema definition language (GraphQL specification, October 2021, section 3).</summary>
public static class SchemaPrinter
{
    /// <summary>The whole schema with descriptions. Everything is in ordinal order, so that equal schemas print equally.</summary>
    public static string Print(ISchema schema)
        => schema.Print(new PrintOptions { StringComparison = StringComparison.Ordinal }).ReplaceLineEndings("\n").TrimEnd() + "\n";
}

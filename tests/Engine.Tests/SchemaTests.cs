using Snapshooter.Xunit;

namespace GraphBlog.Engine.Tests;

public class SchemaTests
{
    [Fact]
    public void The_annotated_types_print_as_this_schema()
        => Snapshot.Match(SchemaPrinter.Print(new LibraryServer().Schema));
}

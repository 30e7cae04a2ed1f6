using GraphBlog.Engine;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Engine;

public class SchemaTests
{
    [Fact]
    public void The_annotated_types_print_as_this_schema()
        => Snapshot.Match(SchemaPrinter.Print(new LibraryServer().Schema));
}

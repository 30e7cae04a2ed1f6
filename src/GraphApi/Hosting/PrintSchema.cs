using GraphBlog.Engine;
using GraphQL.Types;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `schema`: prints what schema.graphql holds. Needs no database.</summary>
internal static class PrintSchema
{
    public static Task<int> Run()
    {
        var services = new ServiceCollection();
        BlogServer.AddSchema(services, () => throw new InvalidOperationException("Printing the schema needs no database."));
        using var provider = services.BuildServiceProvider();
        Console.Write(SchemaPrinter.Print(provider.GetRequiredService<ISchema>()));
        return Task.FromResult(0);
    }
}

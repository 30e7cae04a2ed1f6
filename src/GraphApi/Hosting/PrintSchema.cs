using GraphBlog.GraphApi.Engine.Types;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `schema`: prints what schema.graphql holds. Needs no database.</summary>
internal static class PrintSchema
{
    public static Task<int> Run()
    {
        var services = new ServiceCollection();
        BlogServer.AddBlogSchema(services);
        using var provider = services.BuildServiceProvider();
        Console.Write(SchemaSdl.Print(provider.GetRequiredService<GraphQL.Types.ISchema>()));
        return Task.FromResult(0);
    }
}

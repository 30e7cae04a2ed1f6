using System.Reflection;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Types;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GraphBlog.Engine;

/// <summary>Registers the engine.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>Registers the schema of an assembly's annotated types, made when first asked for, and its data loaders.</summary>
    public static IServiceCollection AddGraphQLTypes(this IServiceCollection services, Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }))
        {
            if (IsDataLoader(type))
                services.TryAddScoped(type);
        }
        return services.AddSingleton(provider => SchemaFactory.Create(provider, assembly));
    }

    private static readonly HashSet<Type?> Loaders = [typeof(BatchDataLoader<,>), typeof(QueryLoader<,>), typeof(ConnectionLoader<,>)];

    private static bool IsDataLoader(Type? type)
        => type is not null && (Loaders.Contains(TypeShape.Definition(type)) || IsDataLoader(type.BaseType));
}

using System.Reflection;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Limits;
using GraphBlog.Engine.Mutations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GraphBlog.Engine;

/// <summary>Registers the engine.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>Registers the schema of an assembly's annotated types, made when first asked for, and its data loaders, which are public.</summary>
    public static IServiceCollection AddGraphQLTypes(this IServiceCollection services, Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => type is { IsAbstract: false, IsPublic: true }))
        {
            if (type.IsAssignableTo(typeof(IRequestLoader)))
            {
                services.TryAddScoped(type);
            }
        }

        services.TryAddSingleton<RateLimits>();      // a resolver may take it
        return services.AddSingleton(provider => SchemaFactory.Create(provider, assembly));
    }

    /// <summary>Has mutations go through a step; steps are gone through in the order in which they are added.</summary>
    public static IServiceCollection AddMutationStep(this IServiceCollection services, MutationStepOf step) => services.AddSingleton(step);
}

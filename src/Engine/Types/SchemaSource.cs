using System.Reflection;
using GraphBlog.Engine.Relay;

namespace GraphBlog.Engine.Types;

/// <summary>The annotated types of an assembly, and the services its resolvers may take.</summary>
internal sealed class SchemaSource(Assembly assembly, IServiceProvider services)
{
    private readonly IServiceProviderIsService _isService = services.GetRequiredService<IServiceProviderIsService>();

    private readonly Type[] _types = [.. assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>The application's services, for what is the same in every request.</summary>
    public IServiceProvider Services => services;

    /// <summary>All methods that are fields of the root type that the attribute stands for.</summary>
    public IEnumerable<MethodInfo> RootMethods<TAttribute>() where TAttribute : Attribute
        => _types.Where(type => type.IsDefined(typeof(TAttribute), false)).SelectMany(Methods);

    /// <summary>The C# types of objects that have a class with <see cref="ObjectTypeAttribute{T}"/>.</summary>
    public IEnumerable<Type> ExtendedTypes => Extensions.Select(extension => extension.Attribute.Type).Where(type => !type.IsAbstract).Distinct();

    /// <summary>The methods that are fields of the object type of a C# type.</summary>
    public IEnumerable<MethodInfo> FieldMethods(Type type)
        => ExtensionMethods(type).Where(method => !method.IsDefined(typeof(NodeResolverAttribute)));

    /// <summary>The names of the properties of a C# type that are not fields.</summary>
    public IEnumerable<string> IgnoredProperties(Type type)
        => ExtensionsOf(type).SelectMany(extension => extension.Attribute.IgnoreProperties);

    /// <summary>The node resolvers with the C# type that each finds.</summary>
    public IEnumerable<(Type Type, MethodInfo Method)> NodeResolvers
        => ExtendedTypes.SelectMany(type => ExtensionMethods(type).Where(IsNodeResolver).Select(method => (type, method)))
            .Concat(RootMethods<QueryTypeAttribute>().Where(IsNodeResolver)
                .Select(method => (TypeShape.OfResult(method).Type, method)));

    /// <summary>Whether the container can give an instance of the type; it would give any IEnumerable, which does not count.</summary>
    public bool IsService(Type type) => TypeShape.ElementType(type) is null && _isService.IsService(type);

    private IEnumerable<(Type Class, ObjectTypeAttribute Attribute)> Extensions => _types
        .Select(type => (type, attribute: type.GetCustomAttribute<ObjectTypeAttribute>(false)))
        .Where(extension => extension.attribute is not null)!;

    private IEnumerable<MethodInfo> ExtensionMethods(Type type)
        => ExtensionsOf(type).SelectMany(extension => Methods(extension.Class));

    private IEnumerable<(Type Class, ObjectTypeAttribute Attribute)> ExtensionsOf(Type type)
        => Extensions.Where(extension => extension.Attribute.Type.IsAssignableFrom(type));

    private static bool IsNodeResolver(MethodInfo method) => method.IsDefined(typeof(NodeResolverAttribute));

    private static IEnumerable<MethodInfo> Methods(Type type)
    {
        if (type is not { IsAbstract: true, IsSealed: true })
        {
            throw new SchemaException($"{type} must be a static class: only static methods are resolvers.");
        }

        return type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .OrderBy(method => method.MetadataToken);
    }
}

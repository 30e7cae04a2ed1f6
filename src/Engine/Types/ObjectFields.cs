using System.Reflection;
using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Resolvers;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>
/// Fills object types: properties in order of declaration, then the methods of classes with
/// <see cref="ObjectTypeAttribute{T}"/>.
/// </summary>
internal static class ObjectFields
{
    public static void AddToObject(TypeRegistry types, ObjectGraphType graphType, Type type)
    {
        var methods = types.Source.FieldMethods(type).Select(method => types.Fields.FromMethod(method, type)).ToList();
        if (type.IsAssignableTo(typeof(Exception)))
        {
            graphType.AddField(Message(types));
        }

        foreach (var property in ReadProperties(types, type))
        {
            graphType.AddField(types.Fields.FromProperty(property, type));
        }

        methods.ForEach(method => graphType.AddField(method));
        if (graphType.Fields.Count == 0)
        {
            throw new SchemaException($"{type} has no field.");
        }

        foreach (var contract in Interfaces(types, type))
        {
            types.Implement(graphType, contract);
        }
    }

    /// <summary>The properties that are fields: of base classes first, and of exceptions only what they add themselves.</summary>
    public static IEnumerable<PropertyInfo> Properties(TypeRegistry types, Type type)
    {
        var ignored = types.Source.IgnoredProperties(type).ToHashSet();
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        if (ignored.FirstOrDefault(name => Array.TrueForAll(properties, property => property.Name != name)) is { } unknown)
        {
            throw new SchemaException($"{type} has no property {unknown} to ignore.");
        }

        return properties
            .Where(property => property.GetMethod is not null && property.GetIndexParameters().Length == 0)
            .Where(property => property.DeclaringType != typeof(Exception) && property.DeclaringType != typeof(object))
            .Where(property => !property.GetMethod!.GetBaseDefinition().DeclaringType!.Equals(typeof(Exception)))
            .Where(property => !ignored.Contains(property.Name))
            .DistinctBy(property => property.Name)
            .OrderBy(property => Depth(property.DeclaringType!)).ThenBy(property => property.MetadataToken);
    }

    /// <summary>The properties that an object's fields read: those in whose place no method stands.</summary>
    public static IEnumerable<PropertyInfo> ReadProperties(TypeRegistry types, Type type)
    {
        var methods = types.Source.FieldMethods(type).Select(Naming.FieldName).ToHashSet();
        return Properties(types, type).Where(property => !methods.Contains(Naming.FieldName(property)));
    }

    private static IEnumerable<IInterfaceGraphType> Interfaces(TypeRegistry types, Type type)
    {
        if (types.IsNode(type))
        {
            yield return types.InterfaceType(typeof(NodeType));
        }

        if (type.IsAssignableTo(typeof(Exception)))
        {
            yield return types.InterfaceType(typeof(ErrorType));
        }
    }

    private static FieldType Message(TypeRegistry types) => new()
    {
        Name = "message",
        Description = ErrorType.MessageDescription,
        ResolvedType = types.Output(new(typeof(string), false)),
        Resolver = new PropertyResolver(error => ((Exception)error).Message),
    };

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;
}

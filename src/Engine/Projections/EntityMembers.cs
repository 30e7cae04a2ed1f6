using System.Reflection;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Projections;

/// <summary>What the selection of columns takes the properties of an entity for.</summary>
public static class EntityMembers
{
    /// <summary>The name of the property that is an entity's key by convention; it is always selected.</summary>
    public const string Key = "Id";

    /// <summary>Whether a selector can set the property.</summary>
    public static bool IsSelectable(PropertyInfo property) => property.SetMethod is { IsPublic: true };

    /// <summary>Whether a selector can make an instance of the type and set its members.</summary>
    public static bool IsSelectable(Type type)
        => type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null
            && Array.Exists(type.GetProperties(), IsSelectable);

    /// <summary>Whether the property leads to one other entity: a class that has a key of its own.</summary>
    public static bool IsNavigation(PropertyInfo property)
        => IsSelectable(property) && IsEntity(property.PropertyType);

    /// <summary>Whether the property leads to another entity, or several.</summary>
    public static bool LeadsOn(PropertyInfo property)
        => IsSelectable(property) && IsEntity(TypeShape.ElementType(property.PropertyType) ?? property.PropertyType);

    /// <summary>The names of all properties that are columns: those that can be set and lead to no other entity.</summary>
    public static IReadOnlyList<string> Columns(Type type)
        => [.. type.GetProperties().Where(property => IsSelectable(property) && !LeadsOn(property)).Select(property => property.Name)];

    private static bool IsEntity(Type type) => IsSelectable(type) && type.GetProperty(Key) is not null;
}

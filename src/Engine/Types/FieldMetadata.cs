using System.Reflection;
using GraphQL;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>What a field or type remembers of the C# it was made from, for the selection of columns and for executors.</summary>
public static class FieldMetadata
{
    private const string RequiresKey = "requires";
    private const string PropertyKey = "property";
    private const string RuntimeTypeKey = "runtimeType";
    private const string SketchKey = "sketch";

    /// <summary>The members of the parent object that the field's resolver reads; empty when it reads none.</summary>
    public static IReadOnlyList<string> Requires(this FieldType field) => field.GetMetadata<IReadOnlyList<string>?>(RequiresKey) ?? [];

    /// <summary>The property that the field reads, null when a method resolves it.</summary>
    public static PropertyInfo? Property(this FieldType field) => field.GetMetadata<PropertyInfo?>(PropertyKey);

    /// <summary>The C# type of an object type's values, null for types that the engine made up.</summary>
    public static Type? RuntimeType(this IGraphType type) => type.GetMetadata<Type?>(RuntimeTypeKey);

    /// <summary>
    /// Makes the object that the field will answer as far as it is known beforehand, which is its id; null for other fields than look-ups.
    /// </summary>
    internal static Func<IResolveFieldContext, object>? Sketch(this FieldType field) => field.GetMetadata<Func<IResolveFieldContext,
        object>?>(SketchKey);

    internal static void SetSketch(this FieldType field, Func<IResolveFieldContext, object> make) => field.Metadata[SketchKey] = make;

    internal static void SetRequires(this FieldType field, IReadOnlyList<string> members) => field.Metadata[RequiresKey] = members;

    internal static void SetProperty(this FieldType field, PropertyInfo property) => field.Metadata[PropertyKey] = property;

    internal static void SetRuntimeType(this IGraphType type, Type runtimeType) => type.Metadata[RuntimeTypeKey] = runtimeType;
}

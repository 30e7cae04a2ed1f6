using GraphBlog.Engine.Execution.Plans;
using GraphQL.Types;

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>Tells the object types of values. Source: GraphQL specification, section 6.4.3 "Value Completion".</summary>
internal sealed class RuntimeTypes(ISchema schema)
{
    /// <exception cref="InvalidOperationException">The value is of no type that the field may answer.</exception>
    public IObjectGraphType Of(FieldPlan field, object value)
    {
        var type = field.NamedType switch
        {
            IObjectGraphType known => known,
            IAbstractGraphType candidates => Of(field, candidates, value),
            var other => throw new InvalidOperationException($"{other} is no type of an object."),
        };
        return type is { IsTypeOf: { } isTypeOf, SkipTypeCheck: false } && !isTypeOf(value)
            ? throw new InvalidOperationException($"A value of type '{value.GetType()}' is not allowed for '{type.Name}'.")
            : type;
    }

    private IObjectGraphType Of(FieldPlan field, IAbstractGraphType candidates, object value)
    {
        var type = candidates.GetObjectType(value, schema) ?? throw new InvalidOperationException(
            $"Abstract type {candidates.Name} must resolve to an Object type at runtime for field {field.ParentType.Name}."
            + $"{field.Definition.Name}; a value of type '{value.GetType()}' resolved to none.");
        return candidates.IsPossibleType(type) ? type
            : throw new InvalidOperationException($"Runtime Object type '{type}' is not a possible type for '{candidates}'.");
    }
}

using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>A variable where it stands. Source: GraphQL specification, section 5.8.5 "All Variable Usages Are Allowed".</summary>
/// <param name="Node">The variable.</param>
/// <param name="Type">The type that is wanted there.</param>
/// <param name="HasDefault">Whether the argument or input field has a value of its own where the variable has none.</param>
/// <param name="OneOf">The input type that takes exactly one field, of which this is one; else null.</param>
internal sealed record VariableUse(GraphQLVariable Node, IGraphType Type, bool HasDefault, IInputObjectGraphType? OneOf)
{
    /// <summary>Why a variable may not stand there; null when it may.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="declared">Its definition.</param>
    public string? Refusal(IGraphType type, GraphQLVariableDefinition declared)
    {
        var name = declared.Variable.Name.StringValue;
        return !IsAllowed(type, declared.DefaultValue) ? $"Variable '${name}' of type '{type}' is used where '{Type}' is wanted."
            : OneOf is not null && type is not NonNullGraphType
                ? $"Variable '${name}' of type '{type}' is used in '{OneOf.Name}', which takes exactly one field, and not null: '{type}!' is wanted."
            : null;
    }

    // A null that comes all the same, as the variable's value, is refused when values are coerced.
    private bool IsAllowed(IGraphType type, GraphQLValue? preset)
        => Type is NonNullGraphType { ResolvedType: { } nullable } && type is not NonNullGraphType
            ? (HasDefault || preset is not (null or GraphQLNullValue)) && IsWithin(type, nullable)
            : IsWithin(type, Type);

    private static bool IsWithin(IGraphType type, IGraphType wanted) => (type, wanted) switch
    {
        (NonNullGraphType x, NonNullGraphType y) => IsWithin(x.ResolvedType!, y.ResolvedType!),
        (NonNullGraphType x, _) => IsWithin(x.ResolvedType!, wanted),
        (_, NonNullGraphType) => false,
        (ListGraphType x, ListGraphType y) => IsWithin(x.ResolvedType!, y.ResolvedType!),
        (ListGraphType, _) or (_, ListGraphType) => false,
        _ => type.Name == wanted.Name,
    };
}

using System.Linq.Expressions;
using GraphQL;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>A resolver method with its parameters bound to the context of a field.</summary>
/// <param name="Context">The field's context, of which the values are functions.</param>
/// <param name="Body">The call.</param>
/// <param name="Values">The value of each parameter, in order.</param>
/// <param name="Arguments">The GraphQL arguments that the parameters ask for.</param>
/// <param name="Requires">The members of the parent object that the method reads.</param>
/// <param name="UsesServices">Whether it asks for a service; else it reads nothing but the parent and its arguments.</param>
internal sealed record MethodCall(ParameterExpression Context, Expression Body, IReadOnlyList<Expression> Values,
    IReadOnlyList<QueryArgument> Arguments, IReadOnlyList<string> Requires, bool UsesServices);

/// <summary>A mutation's method, compiled when it is first called.</summary>
/// <param name="InputType">The class of its input.</param>
/// <param name="Input">Reads the input from the field's context.</param>
/// <param name="Run">Calls the method with an input that was read.</param>
/// <param name="Encode">Makes ids of what the method answers; null where it answers none.</param>
internal sealed record MutationMethod(
    Type InputType, Func<IResolveFieldContext, object> Input, Func<IResolveFieldContext, object, ValueTask<object?>> Run, Func<object,
        object>? Encode);

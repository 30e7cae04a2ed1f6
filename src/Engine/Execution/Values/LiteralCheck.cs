using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>Finds what is wrong with a literal, and notes the variables in it. Source: GraphQL specification, section 5.6 "Values".</summary>
/// <param name="context">Takes the errors.</param>
/// <param name="what">The beginning of the messages, up to the quote that ends the place.</param>
/// <param name="uses">Takes the variables.</param>
internal sealed class LiteralCheck(ValidationContext context, string what, List<VariableUse> uses)
{
    private readonly Stack<string> _place = [];

    /// <param name="type">The type that is wanted.</param>
    /// <param name="literal">What is given.</param>
    /// <param name="hasDefault">Whether there is a value where the literal is a variable that has none.</param>
    /// <param name="parent">The input type of which this is a field's value; else null.</param>
    public void Run(IGraphType type, GraphQLValue literal, bool hasDefault = false, IInputObjectGraphType? parent = null)
    {
        switch (type, literal)
        {
            case (_, GraphQLVariable variable):
                uses.Add(new VariableUse(variable, type, hasDefault, parent?.IsOneOf == true ? parent : null));
                break;
            case (NonNullGraphType, GraphQLNullValue):
                Report(literal, Wording.Null(type));
                break;
            case (NonNullGraphType nonNull, _):
                Run(nonNull.ResolvedType!, literal);
                break;
            case (_, GraphQLNullValue):
                break;
            case (ListGraphType list, GraphQLListValue given):
                for (var i = 0; i < (given.Values?.Count ?? 0); i++)
                {
                    Below($"[{i}]", list.ResolvedType!, given.Values![i]);
                }

                break;
            case (ListGraphType list, _):
                Run(list.ResolvedType!, literal);
                break;
            case (ScalarGraphType scalar, _):
                CheckScalar(scalar, literal);
                break;
            case (IInputObjectGraphType input, GraphQLObjectValue given):
                CheckObject(input, given);
                break;
            default:
                Report(literal, Wording.NoObject(type, literal));
                break;
        }
    }

    private void CheckScalar(ScalarGraphType scalar, GraphQLValue literal)
    {
        try
        {
            _ = Literals.Scalar(scalar, literal);
        }
        catch (WrongValueException e)
        {
            Report(literal, e.Message);
        }
    }

    private void CheckObject(IInputObjectGraphType type, GraphQLObjectValue given)
    {
        foreach (var field in given.Fields ?? [])
        {
            if (type.Fields.Find(field.Name.Value) is { } definition)
            {
                Below($".{definition.Name}", definition.ResolvedType!, field.Value, definition.DefaultValue is not null, type);
            }
            else
            {
                Report(field, Wording.UnknownField(type, field.Name.StringValue), $".{field.Name.StringValue}");
            }
        }

        foreach (var definition in type.Fields)
        {
            if (definition is { ResolvedType: NonNullGraphType required, DefaultValue: null } && given.Field(definition.Name) is null)
            {
                Report(given, Wording.LeftOut(required), $".{definition.Name}");
            }
        }

        if (type.IsOneOf && given.Fields is not [{ Value: not GraphQLNullValue }])
        {
            Report(given, Wording.NotOneField(type));
        }
    }

    private void Below(string step, IGraphType type, GraphQLValue literal, bool hasDefault = false, IInputObjectGraphType? parent = null)
    {
        _place.Push(step);
        Run(type, literal, hasDefault, parent);
        _place.Pop();
    }

    private void Report(ASTNode node, string reason, string step = "")
    {
        context.ReportError(new ValidationError(context.Document.Source, "5.6",
            $"{what}{string.Concat(_place.Reverse())}{step}' is invalid. {reason}", node));
        ErrorLimitRule.Check(context);
    }
}

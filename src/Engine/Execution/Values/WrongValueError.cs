using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>A wrong value, named by the variable or argument that it came as, and by the way from there to it.</summary>
internal sealed class WrongValueError : ValidationError
{
    public WrongValueError(GraphQLVariableDefinition variable, WrongValueException wrong)
        : this($"Variable '${variable.Variable.Name.StringValue}{wrong.Place}'", variable, wrong, ErrorCodes.InvalidVariable)
    {
    }

    public WrongValueError(GraphQLArgument argument, WrongValueException wrong)
        : this($"Argument '{argument.Name.StringValue}{wrong.Place}'", argument, wrong, ErrorCodes.ValidationFailed)
    {
    }

    private WrongValueError(string what, ASTNode node, WrongValueException wrong, string code)
        : base(SourceText.Placeholder, null, $"{what} is invalid. {wrong.Message}", node)
        => Code = wrong.Code ?? code;
}

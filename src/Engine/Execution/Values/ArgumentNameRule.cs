using GraphQL;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>
/// Every argument is one of its field or directive. GraphQL.NET's own rule gives the type with its lists and asks without a question mark.
/// Source: GraphQL specification, section 5.4.1 "Argument Names".
/// </summary>
internal sealed class ArgumentNameRule : ValidationRuleBase
{
    private static readonly INodeVisitor s_visitor = new MatchingNodeVisitor<GraphQLArgument>(Check);

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(s_visitor);

    private static void Check(GraphQLArgument argument, ValidationContext context)
    {
        var (what, known) = context.TypeInfo.GetAncestor(2) is GraphQLDirective
            ? context.TypeInfo.GetDirective() is { } directive ? ($"directive '{directive.Name}'", directive.Arguments) : default
            : context.TypeInfo.GetFieldDef() is { } field
                ? ($"field '{field.Name}' of type '{context.TypeInfo.GetParentType()!.GetNamedType().Name}'", field.Arguments) : default;
        var name = argument.Name.StringValue;
        if (what is not null && known?.Find(name) is null)
        {
            var message = $"Unknown argument '{name}' on {what}.{Wording.Suggest(name, (known ?? []).Select(argument => argument.Name))}";
            context.ReportError(new ValidationError(context.Document.Source, "5.4.1", message, argument));
        }
    }
}

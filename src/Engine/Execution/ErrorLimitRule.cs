using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>Ends validation once it has found enough: errors are spell-checked, so ten thousand would cost seconds.</summary>
internal sealed class ErrorLimitRule : ValidationRuleBase, INodeVisitor
{
    /// <summary>Errors answered for one document.</summary>
    public const int MaxErrors = 20;

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(this);

    public ValueTask EnterAsync(ASTNode node, ValidationContext context)
    {
        Check(context);
        return default;
    }

    public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;

    /// <summary>For a rule that may find many errors in one node.</summary>
    /// <exception cref="ReachedException">There are enough.</exception>
    public static void Check(ValidationContext context)
    {
        if (context.HasErrors && context.Errors.Count() >= MaxErrors)
        {
            throw new ReachedException();
        }
    }

    public sealed class ReachedException : Exception;
}

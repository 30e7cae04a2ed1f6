using GraphQL.Types;

namespace GraphBlog.Engine.Mutations;

/// <summary>The interface of all errors that a mutation declares.</summary>
public sealed class ErrorType : InterfaceGraphType
{
    /// <summary>What <c>message</c> is, in the interface and in every error.</summary>
    internal const string MessageDescription = "What went wrong, in a sentence.";

    internal ErrorType(IGraphType text)
    {
        Name = "Error";
        Description = "Why a mutation changed nothing.";
        AddField(new FieldType { Name = "message", ResolvedType = new NonNullGraphType(text), Description = MessageDescription });
    }
}

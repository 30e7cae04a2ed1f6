using GraphQL.Types;

namespace GraphBlog.Engine.Relay;

/// <summary>
/// The interface of objects with a global id (GraphQL Global Object Identification Specification, section 2).
/// </summary>
public sealed class NodeType : InterfaceGraphType
{
    internal NodeType(IGraphType id)
    {
        Name = "Node";
        Description = "An object with an ID that is unique among all types.";
        AddField(new FieldType
        {
            Name = "id",
            ResolvedType = new NonNullGraphType(id),
            Description = "The ID, unique among all types.",
        });
    }
}

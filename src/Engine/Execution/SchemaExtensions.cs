using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>What a name of a document stands for.</summary>
internal static class SchemaExtensions
{
    /// <summary>The root type of a kind of operation; null where the schema has none.</summary>
    public static IObjectGraphType? RootOf(this ISchema schema, OperationType kind) => kind switch
    {
        OperationType.Query => schema.Query,
        OperationType.Mutation => schema.Mutation,
        _ => schema.Subscription,
    };

    /// <summary>A field of a type, with those of introspection; null where there is none of the name.</summary>
    public static FieldType? FieldOf(this ISchema schema, IGraphType? type, ROM name)
        => name == schema.TypeNameMetaFieldType.Name ? schema.TypeNameMetaFieldType
            : type == schema.Query && name == schema.SchemaMetaFieldType.Name ? schema.SchemaMetaFieldType
            : type == schema.Query && name == schema.TypeMetaFieldType.Name ? schema.TypeMetaFieldType
            : (type as IComplexGraphType)?.Fields.Find(name);
}

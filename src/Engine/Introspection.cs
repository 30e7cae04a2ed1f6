using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Scalars;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine;

/// <summary>
/// What introspection answers of the current specification (September 2025, section 4) and GraphQL.NET leaves out or off:
/// <c>isRepeatable</c>, deprecated arguments and input fields, <c>specifiedByURL</c>, and the directives <c>@specifiedBy</c> and
/// <c>@oneOf</c>.
/// </summary>
internal static class Introspection
{
    /// <summary>To be called before the schema is initialised.</summary>
    public static void Prepare(Schema schema)
    {
        schema.Features.RepeatableDirectives = true;
        schema.Features.DeprecationOfInputValues = true;
        schema.Directives.Register(
            new ListedDirective("specifiedBy", DirectiveLocation.Scalar)
            {
                Description = "Says where the behaviour of a scalar is specified.",
                Arguments = new(new QueryArgument<NonNullGraphType<StringGraphType>>
                {
                    Name = "url",
                    Description = "The address of the specification."
                }),
            },
            new ListedDirective("oneOf",
                DirectiveLocation.InputObject)
            { Description = "Exactly one field of the input object must be given, and it must not be null." });
    }

    /// <summary>To be called once the schema is initialised.</summary>
    public static void Complete(Schema schema)
    {
        var text = (StringGraphType)schema.AllTypes["String"]!;
        ((IComplexGraphType)schema.AllTypes["__Type"]!).AddField(new FieldType
        {
            Name = "specifiedByURL",
            Description = "Where the behaviour of a scalar is specified; null for other types, and for a scalar that says nothing.",
            ResolvedType = text,
            Resolver = new PropertyResolver(type => (type as DateTimeType)?.SpecifiedBy),
        });
        // No argument of a directive is deprecated, so there is nothing to leave out; but tools ask.
        ((IComplexGraphType)schema.AllTypes["__Directive"]!).Fields.Find("args")!.Arguments = new(
            new QueryArgument(schema.AllTypes["Boolean"]!)
            {
                Name = "includeDeprecated",
                DefaultValue = false,
                Description = "Deprecated ones as well."
            });
    }

    /// <summary>GraphQL.NET lists a directive of the schema language only when it says so itself.</summary>
    private sealed class ListedDirective(string name, DirectiveLocation location) : Directive(name, location)
    {
        public override bool? Introspectable => true;
    }
}

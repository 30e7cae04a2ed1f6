using System.Reflection;
using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphQL.Conversion;
using GraphQL.Types;

namespace GraphBlog.Engine;

/// <summary>Makes the schema of the annotated types of an assembly.</summary>
public static class SchemaFactory
{
    /// <summary>Makes and initialises the schema.</summary>
    /// <param name="services">The application's services; those registered are injected into resolvers.</param>
    /// <param name="assembly">Where the annotated types are.</param>
    /// <exception cref="SchemaException">A member cannot be part of a schema.</exception>
    public static ISchema Create(IServiceProvider services, Assembly assembly)
    {
        var types = new TypeRegistry(new SchemaSource(assembly, services));
        var schema = new Schema(services)
        {
            NameConverter = DefaultNameConverter.Instance,
            Description = assembly.GetCustomAttribute<AssemblyDescriptionAttribute>()?.Description,
        };
        Introspection.Prepare(schema);
        var queries = Methods<QueryTypeAttribute>(types, method => types.Fields.FromMethod(method, null));
        schema.Query = Root("Query", "Everything that can be read. All fields of one query are read from one snapshot of the database.",
            [.. Nodes(types), .. queries])
            ?? throw new SchemaException($"{assembly} has no class with [QueryType].");
        schema.Mutation = Root("Mutation",
            "Everything that can be changed. The fields of one mutation run one after the other, each in its own transaction.",
            Methods<MutationTypeAttribute>(types, new MutationConvention(types).Build));
        schema.Subscription = Root("Subscription", "Changes that clients can follow as they happen.",
            Methods<SubscriptionTypeAttribute>(types, types.Fields.FromStream));
        foreach (var type in types.Source.ExtendedTypes)
        {
            types.ObjectType(type);
        }

        types.Fill();
        foreach (var type in types.ToRegister)
        {
            schema.RegisterType(type);
        }

        schema.Initialize();
        Introspection.Complete(schema);
        return schema;
    }

    private static ObjectGraphType? Root(string name, string description, List<FieldType> fields)
    {
        var root = new ObjectGraphType { Name = name, Description = description };
        fields.ForEach(field => root.AddField(field));
        return fields.Count == 0 ? null : root;
    }

    private static List<FieldType> Methods<TAttribute>(TypeRegistry types, Func<MethodInfo, FieldType> build) where TAttribute : Attribute
        => [.. types.Source.RootMethods<TAttribute>().Select(build)];

    private static IEnumerable<FieldType> Nodes(TypeRegistry types)
    {
        var parameters = new ParameterBinder(types);
        var resolvers = types.Source.NodeResolvers
            .ToDictionary(node => Naming.TypeName(node.Type), node => NodeResolver.Compile(node.Method, parameters));
        if (resolvers.Count == 0)
        {
            return [];
        }

        var fields = new NodeFields(types, resolvers);
        return [fields.Node(), fields.Nodes()];
    }
}

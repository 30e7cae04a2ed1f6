using GraphBlog.Engine.Execution.Values;
using GraphBlog.Shared;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Plans;

/// <summary>
/// How one operation of a document is executed. It is made once and shared by all requests. The truth values of the variables in
/// <c>@skip</c> and <c>@include</c> choose between variants, each as if what is left out had not been written: a field that
/// several selections ask for is made of those alone that are included.
/// </summary>
internal sealed class OperationPlan
{
    /// <summary>How many variants are kept.</summary>
    public const int MaxVariants = 32;

    private readonly ISchema _schema;
    private readonly GraphQLDocument _document;
    private readonly GraphQLOperationDefinition _operation;
    private readonly string[] _conditions;
    private readonly BoundedCache<string, ObjectPlan> _variants = new(MaxVariants);

    public OperationPlan(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        (_schema, _document, _operation) = (schema, document, operation);
        _conditions = [.. InclusionConditions.Variables(document, operation)];
        Coercion = new ValueCoercion(schema, document, operation);
    }

    /// <summary>What coerces the values of a request.</summary>
    public ValueCoercion Coercion { get; }

    /// <summary>How many variants are kept.</summary>
    public int Variants => _variants.Count;

    /// <summary>The plan of the root object.</summary>
    public ObjectPlan For(Variables variables)
    {
        var variant = string.Create(_conditions.Length, (_conditions, variables), (bits, from) =>
        {
            for (var i = 0; i < bits.Length; i++)
            {
                bits[i] = IsTrue(from.variables, from._conditions[i]) ? '1' : '0';
            }
        });
        return _variants.GetOrAdd(variant, static (variant, plan) => plan.Build(variant), this);
    }

    private static bool IsTrue(Variables variables, string name) => variables.Find(name)?.Value is bool value
        ? value
        : throw new InvalidOperationException($"Validation let ${name} pass, which decides what is included, without a value.");

    private ObjectPlan Build(string variant)
    {
        var truth = new Dictionary<string, bool>();
        for (var i = 0; i < variant.Length; i++)
        {
            truth.Add(_conditions[i], variant[i] == '1');
        }

        var collector = new FieldCollector(_schema, _document, new InclusionConditions(truth));
        return new ObjectPlan(collector, _schema.RootOf(_operation.Operation)!, [_operation.SelectionSet]);
    }
}

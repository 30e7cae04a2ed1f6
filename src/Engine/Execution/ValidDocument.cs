using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GraphBlog.Engine.Execution.Plans;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>A document that passed every check that does not depend on a request's variables.</summary>
internal sealed record ValidDocument(
    GraphQLDocument Syntax, SourceText Source, IReadOnlyDictionary<GraphQLOperationDefinition, OperationCost> Costs)
{
    private readonly ConcurrentDictionary<GraphQLOperationDefinition, OperationPlan> _plans = [];

    private string? _hash;

    /// <summary>The first 16 digits of the SHA-256 of its text: what automatic persisted queries call it, shortened.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Source.Text)).AsSpan(0, 8));

    /// <summary>The plan of one of the document's operations.</summary>
    public OperationPlan Plan(ISchema schema, GraphQLOperationDefinition operation)
        => _plans.GetOrAdd(operation, static (asked, from) => new OperationPlan(from.schema, from.Syntax, asked), (schema, Syntax));
}

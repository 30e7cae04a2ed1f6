using System.Security.Claims;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Execution.Plans;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>What a resolver learns of its field and of the request. What no resolver here asks for is not supported.</summary>
internal sealed class FieldContext(OperationContext operation, FieldPlan plan, IDictionary<string, ArgumentValue>? arguments)
    : IResolveFieldContext, IExecutionArrayPool
{
    public object? Source { get; set; }

    /// <summary>What travels with what the resolver reads; null for nothing.</summary>
    public Companions? Companions { get; init; }

    /// <summary>The coerced arguments of any field of the document; null where it has none there.</summary>
    public IDictionary<string, ArgumentValue>? ArgumentsOf(GraphQLField field) => operation.Arguments?.GetValueOrDefault(field);

    public GraphQLField FieldAst => plan.Syntax;

    public FieldType FieldDefinition => plan.Definition;

    public IObjectGraphType ParentType => plan.ParentType;

    public IDictionary<string, ArgumentValue>? Arguments => arguments;

    public object? RootValue => operation.RootValue;

    public ISchema Schema => operation.Schema;

    public GraphQLDocument Document => operation.Document;

    public GraphQLOperationDefinition Operation => operation.Operation;

    public Variables Variables => operation.Variables;

    public CancellationToken CancellationToken => operation.CancellationToken;

    public IServiceProvider? RequestServices => operation.Services;

    public IExecutionArrayPool ArrayPool => this;

    public Metrics Metrics => Metrics.None;

    public IReadOnlyDictionary<string, object?> InputExtensions => Inputs.Empty;

    public ClaimsPrincipal? User => null;

    public IResolveFieldContext? Parent => throw new NotSupportedException();

    public ExecutionErrors Errors => throw new NotSupportedException();

    public IEnumerable<object> Path => throw new NotSupportedException();

    public IEnumerable<object> ResponsePath => throw new NotSupportedException();

    public Dictionary<string, (GraphQLField Field, FieldType FieldType)>? SubFields => throw new NotSupportedException();

    public IDictionary<string, object?> OutputExtensions => throw new NotSupportedException();

    public IDictionary<string, object?> UserContext => throw new NotSupportedException();

    public IDictionary<string, DirectiveInfo>? Directives => throw new NotSupportedException();

    public IExecutionContext ExecutionContext => throw new NotSupportedException();

    public TElement[] Rent<TElement>(int minimumLength) => new TElement[minimumLength];
}

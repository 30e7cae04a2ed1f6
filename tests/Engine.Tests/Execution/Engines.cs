using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Execution.Plans;
using GraphBlog.Engine.Execution.Resolving;
using GraphBlog.Engine.Execution.Values;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>What an execution came to, in a form that compares: the data with its order, the errors without.</summary>
internal sealed record Outcome(string Data, IReadOnlyList<string> Errors)
{
    public override string ToString() => string.Join('\n', [Data, .. Errors]);
}

/// <summary>Executes operations on GraphQL.NET's own strategy, and on ours with plan and coercion kept for each document.</summary>
internal sealed class Engines(ISchema schema, IServiceProvider? services = null)
{
    private static readonly DocumentExecuter s_executer = new(
        new GraphQLDocumentBuilder(), new DocumentValidator(), new DefaultExecutionStrategySelector(
            [new(new SerialExecutionStrategy(), OperationType.Query), new(new SerialExecutionStrategy(), OperationType.Mutation)]), []);

    private static readonly IValidationRule[] s_rules = [.. DocumentValidator.CoreRules.Where(rule => rule.GetType().Name is not
        ("NoUnusedFragments" or "NoUnusedVariables" or "OverlappingFieldsCanBeMerged"))];

    private static readonly GraphQLSerializer s_serializer = new();
    private readonly Dictionary<string, (GraphQLDocument Document, OperationPlan Plan)> _plans = [];

    public OperationPlan Plan(string query) => _plans[query].Plan;

    /// <param name="query">A valid document of one operation.</param>
    /// <param name="variables">A JSON object.</param>
    /// <param name="validate">Whether it is checked that the document is valid; enough to do once.</param>
    public async Task<Outcome> StockAsync(string query, string variables = "{}", bool validate = true)
    {
        var result = await s_executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = query,
            Variables = s_serializer.Deserialize<Inputs>(variables),
            RequestServices = services,
            ValidationRules = validate ? s_rules : [],
        });
        Assert.True(result.Executed, string.Join('\n', result.Errors?.Select(e => e.Message) ?? []));
        var answer = JsonElement.Parse(s_serializer.Serialize(new ExecutionResult { Data = result.Data, Executed = true }));
        return new Outcome(Canonical(answer.GetProperty("data")), Errors((result.Errors ?? []).Select(e => (e.Path!, (Exception)e))));
    }

    public async Task<Outcome> OursAsync(string query, string variables = "{}", CancellationToken ct = default)
    {
        schema.Initialize();
        if (!_plans.TryGetValue(query, out var known))
        {
            var parsed = Parser.Parse(query);
            var only = parsed.Definitions.OfType<GraphQLOperationDefinition>().Single();
            _plans[query] = known = (parsed, new OperationPlan(schema, parsed, only));
        }

        var (document, plan) = known;
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        var given = s_serializer.Deserialize<Inputs>(variables)!;
        var values = plan.Coercion.Coerce(given);
        var (data, errors) = await OperationExecution.ExecuteAsync(plan.For(values.Variables), new OperationContext(
            schema, document, operation, values.Variables, values.Arguments, null, services, new(0, null), ct));
        using (data)
        {
            var told = errors.Select(e => ((IEnumerable<object>)e.Path, e.Exception));
            return new Outcome(Canonical(JsonElement.Parse(data.Pieces.SelectMany(piece => piece.ToArray()).ToArray())), Errors(told));
        }
    }

    /// <summary>The values of a request as GraphQL.NET's validator coerces them; null when it finds one wrong.</summary>
    public async Task<RequestValues?> ValidateAsync(GraphQLDocument document, GraphQLOperationDefinition operation, Inputs variables)
    {
        var result = await new DocumentValidator().ValidateAsync(
            new ValidationOptions
            {
                Schema = schema,
                Document = document,
                Operation = operation,
                Rules = [],
                Variables = new((IDictionary<string, object?>)Plain(variables)!)
            });
        return result.IsValid ? new(result.Variables ?? Variables.None, result.ArgumentValues ?? new Dictionary<GraphQLField,
            IDictionary<string, ArgumentValue>>()) : null;
    }

    // It knows numbers alone, not how they were written.
    private static object? Plain(object? value) => value switch
    {
        WrittenNumber number => number.Value,
        IEnumerable<KeyValuePair<string, object?>> members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        IEnumerable<object?> items => items.Select(Plain).ToList(),
        _ => value,
    };

    // What the engines say themselves is never sent, so only what a resolver said has to be the same.
    private static string[] Errors(IEnumerable<(IEnumerable<object> Path, Exception Exception)> errors)
        => [.. errors.Select(e => $"{string.Join('.', e.Path)} {Message(e.Exception)}").Order(StringComparer.Ordinal)];

    private static string Message(Exception exception) => exception switch
    {
        UnhandledError { InnerException: { } inner } => Message(inner),
        ToyException or ExecutionError => exception.Message,
        _ => exception.GetType().Name,
    };

    private static string Canonical(JsonElement json)
    {
        var text = new StringBuilder();
        Append(text, json);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var property in json.EnumerateObject())
                {
                    Append(text.Append(property.Name).Append(':'), property.Value);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in json.EnumerateArray())
                {
                    Append(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append('"').Append(json.GetString()).Append('"');
                break;
            default:
                text.Append(json.GetRawText());
                break;
        }
    }
}

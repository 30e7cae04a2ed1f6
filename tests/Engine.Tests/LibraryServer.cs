using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Tests.Library;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests;

/// <summary>The toy schema behind GraphQL.NET's own executer, which runs query fields one after another.</summary>
internal sealed class LibraryServer
{
    private static readonly DocumentExecuter s_executer = new(
        new GraphQLDocumentBuilder(), new GraphQL.Validation.DocumentValidator(),
        new DefaultExecutionStrategySelector([new(new SerialExecutionStrategy(), OperationType.Query),
            new(new SerialExecutionStrategy(), OperationType.Mutation)]), []);

    private static readonly GraphQLSerializer s_serializer = new(indent: true);

    private static readonly ISchema s_shared = Services(new()).GetRequiredService<ISchema>();

    private readonly ServiceProvider _services;

    public LibraryServer() => _services = Services(Catalogue);

    public Catalogue Catalogue { get; } = new();

    public ISchema Schema => s_shared;

    public async Task<ExecutionResult> RunAsync(string query, object? variables = null)
    {
        await using var scope = _services.CreateAsyncScope();
        return await s_executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = Schema,
            Query = query,
            Variables = variables is null ? null : s_serializer.Deserialize<Inputs>(JsonSerializer.Serialize(variables)),
            RequestServices = scope.ServiceProvider,
        });
    }

    /// <summary>The answer of our own executor.</summary>
    public async Task<JsonElement> AnswerAsync(string query, object? variables = null)
    {
        await using var scope = _services.CreateAsyncScope();
        var request = new GraphQLRequest(query, null, JsonSerializer.SerializeToElement(variables ?? new { }), OperationKinds.Query, "test");
        using var limit = new TimeLimit(TimeSpan.FromMinutes(1), default);
        var answer = await _services.GetRequiredService<RequestExecutor>().StartAsync(request, scope.ServiceProvider, limit, default);
        return JsonElement.Parse(string.Concat(answer.Result!.Parts().Select(part => Encoding.UTF8.GetString(part.Span))));
    }

    /// <summary>The services of one request.</summary>
    public AsyncServiceScope Scope() => _services.CreateAsyncScope();

    private static ServiceProvider Services(Catalogue catalogue) => new ServiceCollection().AddSingleton(catalogue)
        .AddGraphQLTypes(typeof(LibraryServer).Assembly).AddLogging().AddGraphQLServer().BuildServiceProvider();

    /// <summary>The whole answer as indented JSON.</summary>
    public async Task<string> AskAsync(string query, object? variables = null)
        => s_serializer.Serialize(await RunAsync(query, variables)).ReplaceLineEndings("\n");

    /// <summary>The answer's data, once it is seen that there was no error.</summary>
    public async Task<JsonElement> DataAsync(string query, object? variables = null)
    {
        var answer = JsonElement.Parse(await AskAsync(query, variables));
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }
}

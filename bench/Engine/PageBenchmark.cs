using System.Buffers;
using BenchmarkDotNet.Attributes;
using GraphBlog.Engine;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Http;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GraphBlog.Bench.Engine;

/// <summary>
/// A page of 20 objects with 8 scalars and one object each, from memory to JSON, the document known: GraphQL.NET's own strategy and
/// writer, and the server's executor with all it does for a request but HTTP.
/// </summary>
[MemoryDiagnoser]
public class PageBenchmark
{
    /// <summary>The list, and for each of its objects itself, 8 scalars, the object and its 2 scalars.</summary>
    public const int Nodes = 1 + (20 * 12);

    private const string Query = "{ books { id slug title body genre version createdAt updatedAt author { id name } } }";

    private static readonly GraphQLRequest s_request = new(Query, null, null, OperationKinds.Query, "none");

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly GraphQLSerializer _serializer = new();
    private readonly MemoryStream _stream = new(64 * 1024);

    private readonly DocumentExecuter _stock = new(
        new GraphQLDocumentBuilder(), new DocumentValidator(), new DefaultExecutionStrategySelector(
            [new(new SerialExecutionStrategy(), OperationType.Query)]), []);

    private ISchema _schema = null!;
    private RequestExecutor _ours = null!;
    private GraphQLDocument _document = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _schema = SchemaFactory.Create(_services, typeof(BookQueries).Assembly);
        var options = Options.Create(new GraphQLServerOptions());
        _ours = new RequestExecutor(
            _schema, options, new ErrorFilter([], options, NullLogger<ErrorFilter>.Instance), new ExecutionGate(options));
        _document = new GraphQLDocumentBuilder().Build(Query);
        if (await OursAsync() is var length && length != await StockAsync())
        {
            throw new InvalidOperationException($"The answers differ in length: {length} and {_stream.Length}.");
        }
    }

    [Benchmark(Baseline = true)]
    public async Task<int> StockAsync()
    {
        var result = await _stock.ExecuteAsync(new ExecutionOptions
        {
            Schema = _schema,
            Query = Query,
            Document = _document,
            ValidationRules = [],
            RequestServices = _services,
        });
        _stream.SetLength(0);
        await _serializer.WriteAsync(_stream, result);
        return (int)_stream.Length;
    }

    [Benchmark]
    public async Task<int> OursAsync()
    {
        using var limit = new TimeLimit(TimeSpan.FromMinutes(1), CancellationToken.None);
        var response = await _ours.StartAsync(s_request, _services, limit, CancellationToken.None);
        _output.ResetWrittenCount();
        using var result = response.Result!;
        foreach (var part in result.Parts())
        {
            _output.Write(part.Span);
        }

        return _output.WrittenCount;
    }
}

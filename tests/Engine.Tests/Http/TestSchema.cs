using GraphBlog.Engine.Http;
using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Resolvers;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>A small schema with one field for each thing that the endpoint treats in its own way.</summary>
public sealed class TestSchema : Schema
{
    public TestSchema()
    {
        Query = new QueryType();
        Mutation = new MutationType();
        Subscription = new TestSubscriptions();
    }

    /// <summary>What resolvers did, in order; one per request.</summary>
    public sealed class Journal : List<string>;

    private sealed class QueryType : ObjectGraphType
    {
        public QueryType()
        {
            Name = "Query";
            var item = new ItemType();
            Field<StringGraphType>("hello").Resolve(_ => "world");
            Field<StringGraphType>("markup").Resolve(_ => "<b>it's \"ü\" & 🏃</b>");
            Field<StringGraphType>("halfPair").Resolve(_ => "\ud83d");
            Field<StringGraphType>("echo")
                .Argument<StringGraphType>("text")
                .Argument<IntGraphType>("number")
                .Argument<FloatGraphType>("float")
                .Argument<InputType>("input")
                .Argument<ListGraphType<NonNullGraphType<IntGraphType>>>("list")
                .Argument<IntGraphType>("checked", a => a.Validate(v => _ = (int)v > 9 ? throw new ArgumentException("from List`1") : v))
                .Resolve(Echo);
            Field<StringGraphType>("read").Resolve(new MethodResolver(_ => new("read")));
            Field("item", item).Resolve(_ => new object());
            Field("items", new ListGraphType(item)).Argument<IntGraphType>("first").Argument<IntGraphType>("last")
                .Resolve(c => Enumerable.Repeat(new object(), Math.Min(c.GetArgument("first", 1), 10)));
            Field("byIds", new ListGraphType(item)).Argument<ListGraphType<IdGraphType>>("ids").Resolve(_ => new[] { new object() });
            Field<StringGraphType>("crash").Resolve(_ => throw new InvalidOperationException("select * from secret_table"));
            Field<NonNullGraphType<StringGraphType>>("crashHard").Resolve(_ => throw new InvalidOperationException("at Secret.Type"));
            Field<StringGraphType>("refuse").Resolve(_ => throw new GraphQLRequestException("Not for you.", "FORBIDDEN", 403));
            Field<StringGraphType>("coded").Resolve(_ => throw new ExecutionError("As coded.") { Code = "CODED" });
            Field<StringGraphType>("wrapped").Resolve(_ => throw new ExecutionError("x", new NotSupportedException("secret")));
            Field<StringGraphType>("mapped").Resolve(_ => throw new KeyNotFoundException("secret key"));
            Field<NonNullGraphType<StringGraphType>>("nothing").Resolve(_ => null);
            Field<IntGraphType>("notANumber").Resolve(_ => "secret text");
            Field<FloatGraphType>("infinite").Resolve(_ => double.PositiveInfinity);
            Field<StringGraphType>("viewer").Resolve(c => c.RequestServices!.GetRequiredService<Seat>().Viewer);
            Field<StringGraphType>("slow").ResolveAsync(async c =>
            {
                await Task.Delay(Timeout.Infinite, c.CancellationToken);
                return "never";
            });
            Field<StringGraphType>("stuck").ResolveAsync(async c =>
            {
                await c.RequestServices!.GetRequiredService<Gate>().PassAsync(CancellationToken.None);
                return "passed";
            });
            Field<StringGraphType>("gate").ResolveAsync(async c =>
            {
                await c.RequestServices!.GetRequiredService<Gate>().PassAsync(c.CancellationToken);
                return "passed";
            });
        }

        private static object Echo(IResolveFieldContext c) => string.Join(' ', c.Arguments!
            .Where(a => a.Value.Source != GraphQL.Execution.ArgumentSource.FieldDefault)
            .Select(a => $"{a.Key}={a.Value.Value ?? "null"}"));
    }

    private sealed class ItemType : ObjectGraphType
    {
        public ItemType()
        {
            Name = "Item";
            Field<IdGraphType>("id").Resolve(_ => 1);
            Field<StringGraphType>("name").Argument<StringGraphType>("as")
                .Resolve(c => c.GetArgument("as", "item") is var name && name != "crash" ? name : throw new InvalidOperationException("x"));
            Field("self", this).Resolve(_ => new object());
            Field("items", new ListGraphType(this)).Argument<IntGraphType>("first").Argument<IntGraphType>("last")
                .Resolve(c => Enumerable.Repeat(new object(), Math.Min(c.GetArgument("first", 1), 10)));
        }
    }

    private sealed class InputType : InputObjectGraphType
    {
        public InputType()
        {
            Name = "TestInput";
            Field<IntGraphType>("number");
            Field("nested", this);
        }
    }

    private sealed class MutationType : ObjectGraphType
    {
        public MutationType()
        {
            Name = "Mutation";
            Field<StepType>("step").Argument<StringGraphType>("name").Resolve(c =>
            {
                c.RequestServices!.GetRequiredService<Journal>().Add($"write {c.GetArgument<string>("name")}");
                return c.GetArgument<string>("name");
            });
            Field<NonNullGraphType<PayloadType>>("pay").Argument<StringGraphType>("how").ResolveAsync(async c =>
            {
                var how = c.GetArgument<string>("how");
                c.RequestServices!.GetRequiredService<Journal>().Add(how);
                await Task.Delay(how == "slow" ? Timeout.Infinite : 0, c.CancellationToken);
                await (how == "stuck" ? c.RequestServices!.GetRequiredService<Gate>().PassAsync(CancellationToken.None) : Task.CompletedTask);
                return how switch
                {
                    "refuse" => throw new GraphQLRequestException("Not for you.", "FORBIDDEN", 403),
                    "crash" => throw new InvalidOperationException("select * from secret_table"),
                    "declared" => new MutationPayload(null, [new InvalidOperationException("declared")]),
                    _ => (object)how,
                };
            });
            Field<NonNullGraphType<WholeType>>("whole").Resolve(_ => throw new GraphQLRequestException("Not for you.", "FORBIDDEN", 403));
        }
    }

    /// <summary>As a mutation that declares errors has it.</summary>
    private sealed class PayloadType : ObjectGraphType<string>
    {
        public PayloadType()
        {
            Name = "Payload";
            Field<StringGraphType>("step").Resolve(c => c.Source);
            Field<StepType>("object").Resolve(c => c.Source);
            Field<ListGraphType<NonNullGraphType<StringGraphType>>>("errors").Resolve(_ => null);
            Field<StringGraphType>("crash").Resolve(_ => throw new InvalidOperationException("select * from secret_table"));
            Field<StringGraphType>("refuse").Resolve(_ => throw new GraphQLRequestException("Not for you.", "FORBIDDEN", 403));
            Field<StringGraphType>("away").Resolve(_ => throw new GraphQLRequestException("Nothing was written.", "AWAY", 503)
            {
                Fault = "cut",
                IsRetryable = true,
                RetryAfter = 1,
            });
            Field<StringGraphType>("slow").ResolveAsync(async c =>
            {
                await Task.Delay(Timeout.Infinite, c.CancellationToken);
                return "never";
            });
        }
    }

    /// <summary>As a mutation that declares none has it.</summary>
    private sealed class WholeType : ObjectGraphType<string>
    {
        public WholeType()
        {
            Name = "Whole";
            Field<NonNullGraphType<StringGraphType>>("step").Resolve(c => c.Source);
        }
    }

    private sealed class StepType : ObjectGraphType<string>
    {
        public StepType()
        {
            Name = "Step";
            Field<NonNullGraphType<StringGraphType>>("crash").Resolve(_ => null);
            Field<StringGraphType>("loaded").Resolve(c => new Loaded(c.Source, c.RequestServices!.GetRequiredService<Journal>()));
        }
    }

    private sealed record Loaded(string Name, Journal Journal) : IDataLoaderResult
    {
        public Task<object?> GetResultAsync(CancellationToken cancellationToken = default)
        {
            Journal.Add($"load {Name}");
            return Task.FromResult<object?>(string.Join(", ", Journal));
        }
    }
}

/// <summary>Holds resolvers until a test opens it, and tells how many are waiting.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _open = new();
    private readonly SemaphoreSlim _arrived = new(0);

    public void Open() => _open.TrySetResult();

    public Task ArrivedAsync() => _arrived.WaitAsync(TimeSpan.FromSeconds(20));

    public Task PassAsync(CancellationToken ct)
    {
        _arrived.Release();
        return _open.Task.WaitAsync(ct);
    }
}

using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Tests.Http;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>The hard cases one by one, in a schema made for each.</summary>
public sealed class OperationTests
{
    private static readonly ToySchema s_toys = new();
    private readonly StringGraphType _text = new();
    private readonly IntGraphType _int = new();

    [Theory]
    [InlineData(true, true, "{cat:{id:\"553\",text:\"text 553 \"ü\n🏃\"\",},number:1,}")]
    [InlineData(true, false, "{cat:{id:\"553\",},number:1,}")]
    [InlineData(false, true, "{number:1,cat:{text:\"text 553 \"ü\n🏃\"\",},}")]
    [InlineData(false, false, "{number:1,}")]
    public async Task A_field_is_made_of_what_is_included_and_stands_where_the_first_of_it_does(bool a, bool b, string data)
    {
        var query = Schema(query => { });
        Add(query.Query, "number", _int, Method(_ => 1));
        var item = new ObjectGraphType { Name = "Cat" };
        Add(item, "id", new IdGraphType(), new PropertyResolver(toy => ((Toy)toy).Seed));
        Add(item, "text", _text, new PropertyResolver(toy => ((Toy)toy).Text));
        Add(query.Query, "cat", item, Method(_ => new Toy(553)));
        var engines = new Engines(query);
        const string Query = """
            query($a: Boolean!, $b: Boolean!) {
              cat @include(if: $a) { id }
              number
              ... @skip(if: false) { ...F @include(if: $b) }
            }
            fragment F on Root { cat { text } }
            """;
        var variables = $$"""{"a":{{(a ? "true" : "false")}},"b":{{(b ? "true" : "false")}}}""";
        Assert.Equal(data, (await engines.OursAsync(Query, variables)).Data);
        Assert.Equal(data, (await engines.OursAsync(Query, variables)).Data);
    }

    [Fact]
    public async Task A_merged_field_takes_each_requests_own_arguments()
    {
        var engines = new Engines(s_toys);
        const string Query = """
            query($t: String) { x: echo(text: $t) x: echo(text: $t) y: echo(text: "y") ...F }
            fragment F on Query { x: echo(text: $t) }
            """;
        foreach (var text in new[] { "one", "two" })
        {
            var outcome = await engines.OursAsync(Query, $$"""{"t":"{{text}}"}""");
            Assert.StartsWith($"{{x:\"17 text={text}/Variable", outcome.Data);
            Assert.Contains("y:\"17 text=y/Literal", outcome.Data);
        }

        Assert.Contains("x:\"17 text=default/FieldDefault", (await engines.OursAsync(Query)).Data);
    }

    [Fact]
    public async Task An_error_that_may_not_be_null_takes_the_nearest_place_that_may_and_its_neighbours_errors_are_told()
    {
        var schema = Schema(query =>
        {
            var leaf = new ObjectGraphType { Name = "Leaf" };
            Add(leaf, "hard", new NonNullGraphType(_int), Method(c => Fail((int)c.Source!)));
            Add(leaf, "soft", _int, new PropertyResolver(_ => throw new ToyException("soft")));
            Add(query, "list", new ListGraphType(leaf), Method(_ => new[] { 1, 2, 3 }));
            Add(query, "hardList", new ListGraphType(new NonNullGraphType(leaf)), Method(_ => new[] { 1, 2, 3 }));
        });
        var outcome = await new Engines(schema).OursAsync("{ list { soft hard } hardList { hard } }");
        Assert.Equal("{list:[{soft:null,hard:1,},null,{soft:null,hard:3,},],hardList:null,}", outcome.Data);
        Assert.Equal(
            ["hardList.1.hard hard 2", "list.0.soft soft", "list.1.hard hard 2", "list.1.soft soft", "list.2.soft soft"], outcome.Errors);

        static object Fail(int number) => number == 2 ? throw new ToyException("hard 2") : number;
    }

    [Fact]
    public async Task An_error_that_reaches_the_root_leaves_no_data_at_all()
    {
        var outcome = await new Engines(s_toys).OursAsync("{ echo rootHard }");
        Assert.Equal("null", outcome.Data);
        Assert.Equal(["rootHard throwing 0"], outcome.Errors);
    }

    [Fact]
    public async Task A_number_that_is_not_finite_fails_alone_and_not_the_list_it_is_in()
    {
        var numbers = Method(_ => new[] { 0.5, double.NaN, 2 });
        var schema = Schema(query => Add(query, "numbers", new ListGraphType(new FloatGraphType()), numbers));
        var outcome = await new Engines(schema).OursAsync("{ numbers }");
        Assert.Equal("{numbers:[0.5,null,2,],}", outcome.Data);
        Assert.Equal(["numbers.1 InvalidOperationException"], outcome.Errors);
    }

    [Fact]
    public async Task Loaders_of_every_branch_and_depth_are_completed_together()
    {
        var (open, batches) = (new List<int>(), new List<int>());
        var schema = Schema(query =>
        {
            var item = new ObjectGraphType { Name = "Item" };
            Add(item, "next", item, Method(c => new Batched((int)c.Source! + 1, open, batches)));
            Add(item, "self", item, Method(c => c.Source));
            Add(item, "number", _int, Method(c => c.Source));
            Add(query, "items", new ListGraphType(item), Method(_ => new[] { 1, 2 }));
        });
        var outcome = await new Engines(schema).OursAsync(
            "{ items { next { next { number } } self { self { next { self { next { number } } } } } } }");
        Assert.Empty(outcome.Errors);
        Assert.Contains("self:{self:{next:{self:{next:{number:3,},},},},}", outcome.Data);
        Assert.Equal([4, 4], batches);
    }

    [Fact]
    public async Task A_mutation_is_written_before_the_next_one_changes_what_it_answered()
    {
        var state = new List<int>();
        var schema = Schema(query =>
        {
            var payload = new ObjectGraphType { Name = "Payload" };
            Add(payload, "count", _int, new PropertyResolver(list => ((List<int>)list).Count));
            Add(query, "add", payload, Method(_ => Append(state)));
        });
        (schema.Mutation, schema.Query) = (schema.Query, new ObjectGraphType { Name = "Other" });
        Add(schema.Query, "add", _int, Method(_ => 1));
        var outcome = await new Engines(schema).OursAsync("mutation { a: add { count } b: add { count } c: add { count } }");
        Assert.Equal("{a:{count:1,},b:{count:2,},c:{count:3,},}", outcome.Data);

        static List<int> Append(List<int> state)
        {
            state.Add(1);
            return state;
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_operation_and_is_no_error_of_a_field()
    {
        using var leaving = new CancellationTokenSource();
        var reached = false;
        var schema = Schema(query =>
        {
            Add(query, "leave", _int, Method(_ => Leave(leaving)));
            Add(query, "after", _int, Method(_ => reached = true));
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Engines(schema).OursAsync("{ leave after }", ct: leaving.Token));
        Assert.False(reached);

        var other = Schema(query => Add(query, "leave", _int, Method(_ => throw new OperationCanceledException())));
        Assert.Equal(["leave OperationCanceledException"], (await new Engines(other).OursAsync("{ leave }")).Errors);

        static object Leave(CancellationTokenSource leaving)
        {
            leaving.Cancel();
            throw new OperationCanceledException(leaving.Token);
        }
    }

    [Fact]
    public async Task A_condition_that_is_null_refuses_the_request()
    {
        await using var server = await TestServer.StartAsync();
        const string Query = "query($a: Boolean = true) { hello @include(if: $a) }";
        Assert.Equal("""{"data":{"hello":"world"}}""", (await server.QueryAsync(Query)).Body);
        Assert.Equal("""{"data":{}}""", (await server.QueryAsync(Query, new { a = false })).Body);
        var refused = await server.QueryAsync(Query, new { a = (bool?)null });
        Assert.False(refused.HasData);
        Assert.Equal(400, refused.Status);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task What_validation_found_for_one_operation_lets_no_other_one_of_the_document_pass()
    {
        await using var server = await TestServer.StartAsync();
        const string Query = "query Good { echo(checked: 1) } query Bad { echo(checked: 10) } query Asked($n: Int) { echo(checked: $n) }";
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("""{"data":{"echo":"checked=1"}}""", (await server.QueryAsync(Query, operationName: "Good")).Body);
            Assert.Equal(400, (await server.QueryAsync(Query, operationName: "Bad")).Status);
            Assert.Equal("""{"data":{"echo":"checked=2"}}""", (await server.QueryAsync(Query, new { n = 2 }, "Asked")).Body);
            Assert.Equal(400, (await server.QueryAsync(Query, new { n = 10 }, "Asked")).Status);
        }
    }

    [Fact]
    public async Task However_many_conditions_only_so_many_variants_of_a_plan_are_kept()
    {
        var engines = new Engines(s_toys);
        var names = Enumerable.Range(0, 6).Select(i => $"v{i}").ToList();
        var query = $"query({string.Join(' ', names.Select(n => $"${n}: Boolean!"))}) {{ __typename "
            + string.Join(' ', names.Select(n => $"{n}: __typename @skip(if: ${n})")) + " }";
        for (var bits = 0; bits < 64; bits++)
        {
            var skipped = names.Where((_, i) => (bits >> i & 1) == 1).ToList();
            var variables = $"{{{string.Join(',', names.Select(n => $"\"{n}\":{(skipped.Contains(n) ? "true" : "false")}"))}}}";
            Assert.Equal($"{{__typename:\"Query\",{string.Concat(names.Except(skipped).Select(n => $"{n}:\"Query\","))}}}",
                (await engines.OursAsync(query, variables)).Data);
        }

        Assert.InRange(engines.Plan(query).Variants, 1, GraphBlog.Engine.Execution.Plans.OperationPlan.MaxVariants);
    }

    private static Schema Schema(Action<ObjectGraphType> fill)
    {
        var query = new ObjectGraphType { Name = "Root" };
        fill(query);
        return new Schema { Query = query };
    }

    private static void Add(IObjectGraphType type, string name, IGraphType fieldType, IFieldResolver resolver)
        => type.AddField(new FieldType { Name = name, ResolvedType = fieldType, Resolver = resolver });

    private static MethodResolver Method(Func<IResolveFieldContext, object?> resolve) => new(context => new(resolve(context)));

    private sealed class Batched : IDataLoaderResult
    {
        private readonly int _number;
        private readonly List<int> _open;
        private readonly List<int> _batches;

        public Batched(int number, List<int> open, List<int> batches)
        {
            (_number, _open, _batches) = (number, open, batches);
            open.Add(number);
        }

        public Task<object?> GetResultAsync(CancellationToken cancellationToken = default)
        {
            if (_open.Count > 0)
            {
                _batches.Add(_open.Count);
                _open.Clear();
            }

            return Task.FromResult<object?>(_number);
        }
    }
}

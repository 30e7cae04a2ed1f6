using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Resolvers;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>The streams of <see cref="TestSchema"/>, one for each way that a stream goes.</summary>
internal sealed class TestSubscriptions : ObjectGraphType
{
    public TestSubscriptions()
    {
        Name = "Subscription";
        Add("count", new NonNullGraphType(new IntGraphType()), c => Count(c.GetArgument("to", 3)), "to");
        Add("ticks", new TickType(), c => Count(c.GetArgument("to", 2)), "to");
        Add("refused", new IntGraphType(), _ => Failing(new GraphQLRequestException("The stream is over.", "STREAM_OVER", 400)));
        Add("broken", new IntGraphType(), _ => Failing(new InvalidOperationException("select * from secret_table")));
        Add("unopened", new IntGraphType(), _ => throw new GraphQLRequestException("Not for you.", "FORBIDDEN", 403));
        Add("never", new IntGraphType(), c => Watched(c.RequestServices!.GetRequiredService<StreamJournal>(), c.CancellationToken));
    }

    private void Add(string name, IGraphType type, Func<IResolveFieldContext, IAsyncEnumerable<object?>> open, string? argument = null)
        => AddField(new FieldType
        {
            Name = name,
            ResolvedType = type,
            Arguments = argument is null ? null : new QueryArguments(new QueryArgument(new IntGraphType()) { Name = argument }),
            StreamResolver = new StreamResolver(c => new(open(c))),
            Resolver = new PropertyResolver(item => item),
        });

    private static async IAsyncEnumerable<object?> Count(int to)
    {
        for (var number = 1; number <= to; number++)
        {
            await Task.Yield();
            yield return number;
        }
    }

    private static async IAsyncEnumerable<object?> Failing(Exception exception)
    {
        yield return 1;
        await Task.Yield();
        throw exception;
    }

    private static async IAsyncEnumerable<object?> Watched(StreamJournal journal, [EnumeratorCancellation] CancellationToken ct)
    {
        journal.Opened.Release();
        try
        {
            await Task.Delay(Timeout.Infinite, ct);
            yield return 0;
        }
        finally
        {
            journal.Ended.Release();
        }
    }

    private sealed class TickType : ObjectGraphType
    {
        public TickType()
        {
            Name = "Tick";
            Field<IntGraphType>("number").Resolve(c => c.Source);
            Field<IntGraphType>("seat").Resolve(c => c.RequestServices!.GetRequiredService<Seat>().Number);
            Field<StringGraphType>("viewer").Resolve(c => c.RequestServices!.GetRequiredService<Seat>().Viewer);
            Field<StringGraphType>("text").Argument<IntGraphType>("size").Resolve(c => new string('x', c.GetArgument("size", 0)));
            Field<StringGraphType>("crash").Resolve(_ => throw new InvalidOperationException("select * from secret_table"));
            Field<IntGraphType>("away").Resolve(c => c.RequestServices!.GetRequiredService<StreamJournal>().Outages > 0
                && c.RequestServices!.GetRequiredService<StreamJournal>().Outages-- > 0 ? throw new IOException("The data is away.") : c.Source);
            Field<StringGraphType>("read").Resolve(new MethodResolver(_ => new("read")));
            Field<StringGraphType>("slow").ResolveAsync(async c =>
            {
                await Task.Delay((int)c.Source! == 1 ? Timeout.Infinite : 1, c.CancellationToken);
                return "in time";
            });
        }
    }
}

/// <summary>Tells when a stream that never ends by itself began, and when it was ended.</summary>
public sealed class StreamJournal
{
    public SemaphoreSlim Opened { get; } = new(0);

    public SemaphoreSlim Ended { get; } = new(0);

    /// <summary>How many more times the data is away.</summary>
    public int Outages { get; set; }

    public static async Task ReachAsync(SemaphoreSlim mark) => Assert.True(await mark.WaitAsync(TimeSpan.FromSeconds(20)));
}

/// <summary>Something scoped, with a number that no other has.</summary>
public sealed class Seat(SeatJournal journal) : IDisposable
{
    public int Number { get; } = journal.Take();

    /// <summary>For whom the scope works.</summary>
    public string? Viewer { get; set; }

    public void Dispose() => journal.Left.Add(Number);
}

/// <summary>Which seats were taken and left.</summary>
public sealed class SeatJournal
{
    private int _taken;

    public ConcurrentBag<int> Left { get; } = [];

    public int Take() => Interlocked.Increment(ref _taken);
}

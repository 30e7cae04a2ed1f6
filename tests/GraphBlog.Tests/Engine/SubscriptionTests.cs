using GraphQL;
using GraphQL.SystemTextJson;

namespace GraphBlog.Tests.Engine;

public class SubscriptionTests
{
    [Fact]
    public async Task A_stream_answers_one_result_an_item_and_then_ends()
    {
        var result = await new LibraryServer().RunAsync("subscription { bookAdded(count: 3) { title shelf { label } } }");
        var stream = Assert.Single(result.Streams!).Value;
        var observer = new Collector();
        using var subscription = stream.Subscribe(observer);
        await observer.Ended.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(3, observer.Results.Count);
        Assert.Equal("""{"data":{"bookAdded":{"title":"Book 01","shelf":{"label":"South"}}}}""",
            new GraphQLSerializer().Serialize(observer.Results[0]));
    }

    private sealed class Collector : IObserver<ExecutionResult>
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<ExecutionResult> Results { get; } = [];

        public Task Ended => _ended.Task;

        public void OnCompleted() => _ended.TrySetResult();

        public void OnError(Exception error) => _ended.TrySetException(error);

        public void OnNext(ExecutionResult value) => Results.Add(value);
    }
}

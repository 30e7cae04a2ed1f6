using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests;

public class SubscriptionTests
{
    [Fact]
    public async Task A_method_that_answers_a_stream_answers_one_result_an_item_and_then_ends()
    {
        var results = await RunAsync("subscription($n: Int) { bookAdded(count: $n) { title shelf { label } } }", """{"n":3}""");
        Assert.Equal(3, results.Count);
        Assert.Equal("""{"data":{"bookAdded":{"title":"Book 01","shelf":{"label":"South"}}}}""", results[0]);
        Assert.Equal(2, (await RunAsync("subscription { bookAdded { title } }")).Count);
    }

    private static async Task<List<string>> RunAsync(string query, string variables = "{}")
    {
        await using var scope = new LibraryServer().Scope();
        var request = new GraphQLRequest(query, null, JsonElement.Parse(variables), OperationKinds.Subscription, "none");
        using var limit = new TimeLimit(TimeSpan.FromMinutes(1), CancellationToken.None);
        var response = await scope.ServiceProvider.GetRequiredService<RequestExecutor>()
            .StartAsync(request, scope.ServiceProvider, limit, CancellationToken.None);
        return await response.Events!.Select(Text).ToListAsync();
    }

    private static string Text(OperationResult result)
        => string.Concat(result.Parts().Select(part => Encoding.UTF8.GetString(part.Span)));
}

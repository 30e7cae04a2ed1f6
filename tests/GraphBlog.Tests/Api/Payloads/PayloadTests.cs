using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api.Payloads;

/// <summary>All that a mutation's payload offers can be asked: a change that was made never looks as if it had failed.</summary>
public sealed class PayloadTests(PayloadTests.WideServer wide) : IClassFixture<PayloadTests.WideServer>
{
    public static IEnumerable<object[]> MutationsAndPeople
        => from mutation in Everything.Mutations from user in new[] { TestServer.Ada, TestServer.Grace, TestServer.Linus } select new object[] { mutation, user };

    [Theory]
    [MemberData(nameof(MutationsAndPeople))]
    public async Task Whatever_is_asked_of_a_mutation_is_answered_also_when_it_is_sent_again_and_when_it_fails(string mutation, string user)
    {
        var server = wide.Server;
        var query = Everything.Of(mutation);
        var input = await server.InputAsync(mutation, user);
        input["idempotencyKey"] = $"{mutation} {user}";
        if (await AskAsync(input) is not { } payload)
        {
            return;      // that is not for this person
        }

        var result = payload.GetProperty("result");
        Assert.NotEqual(JsonValueKind.Null, result.ValueKind);
        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        Assert.Equal(payload.GetRawText(), (await AskAsync(input))!.Value.GetRawText());
        foreach (var happens in Occasions.Afterwards(result))
        {
            await happens(server);
            Assert.Equal(JsonValueKind.Null, (await AskAsync(input))!.Value.GetProperty("errors").ValueKind);
        }

        var noun = mutation[mutation.IndexOfAny([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])..];

        // Without its key it is another request, which comes too late; and then one for what nobody has.
        input.Remove("idempotencyKey");
        await AskAsync(input);
        foreach (var id in new[] { "id", "postId" }.Where(input.ContainsKey))
        {
            input[id] = ApiCalls.Id(id == "postId" ? "Post" : noun == "Subject" ? "UserSubject" : noun, 999_999L);
            var none = (await AskAsync(input))!.Value;
            Assert.Equal(JsonValueKind.Null, none.GetProperty("result").ValueKind);
            Assert.EndsWith("NotFoundError", Assert.Single(none.GetProperty("errors").EnumerateArray()).Type());
        }

        async Task<JsonElement?> AskAsync(object with)
        {
            var answer = await server.PostAsync(query, new { input = with }, user);
            var errors = answer.Json.TryGetProperty("errors", out var list) ? list.EnumerateArray().ToList() : [];
            Assert.DoesNotContain(errors, error => error.GetProperty("extensions").Text("code") != "AUTH_NOT_AUTHORIZED");
            Assert.True(user != TestServer.Ada || errors.Count == 0, answer.Body);
            return errors.Any(error => error.GetProperty("path").GetArrayLength() == 2) ? null : answer.Data.GetProperty(mutation);
        }
    }

    [Theory]
    [InlineData("auditHistory(first: 1) { nodes { version } }", "audit.audit_log", false)]
    [InlineData("comments(first: 1) { nodes { body } }", "blog.comments_all", true)]
    public async Task A_fault_between_a_change_and_the_reading_of_its_answer_does_not_look_as_if_nothing_was_written(
        string selection, string unreadable, bool takesThePost)
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var id = (await server.CreateAsync("Before")).Id();
        await server.CommentAsync(id);
        await PostgresServer.ExecuteAsync(server.Database.Owner, $"""
            create function public.fail() returns bool language plpgsql as $$ begin raise exception 'planted' using errcode = '57014'; end $$;
            create policy fail on {unreadable} as restrictive for select to gb_app using (public.fail());
            """);
        var answer = await server.PostAsync(
            $"mutation($id: ID!) {{ updatePost(input: {{ id: $id, expectedVersion: 1, title: \"After\" }}) {{ post {{ title {selection} }} errors {{ __typename }} }} }}", new { id });
        Assert.Equal(200, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Retry-After"));
        var extensions = answer.TheError().GetProperty("extensions");
        Assert.Equal("WRITTEN_NOT_READ", extensions.Text("code"));
        Assert.False(extensions.TryGetProperty("retryable", out _));
        Assert.DoesNotContain("Nothing was written", answer.Body);
        Assert.Equal(takesThePost, answer.Data.GetProperty("updatePost").GetProperty("post").ValueKind == JsonValueKind.Null);
        Assert.Equal("After", (await server.FindAsync(id, "title")).Text("title"));
    }

    /// <summary>One server for all, with room for such questions.</summary>
    public sealed class WideServer : IAsyncLifetime
    {
        private readonly TestDatabase _database = new();

        public TestServer Server { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await _database.InitializeAsync();
            Server = await TestServer.StartAsync(
                _database, "Development", "--GraphQL:MaxAliases=5000", "--GraphQL:MaxTokens=100000", "--GraphQL:MaxCost=1000000");
        }

        public async Task DisposeAsync()
        {
            await Server.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}

using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using GraphBlog.Tests.Api;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// A client that keeps to docs/clients.md: each change has a key and is sent until an answer says what became of it, by what the answer
/// says of trying again. An answer that is not typed fails the test.
/// </summary>
/// <param name="http">The way.</param>
/// <param name="url">Whom to ask this time.</param>
/// <param name="token">As whom.</param>
internal sealed class KeyedClient(HttpClient http, Func<string> url, string token)
{
    public const string ChangePosts = """
        mutation($input: ChangePostsInput!) { changePosts(input: $input) {
          posts { index post { id version title } trashedPost { postId version } } errors { index error { __typename message } } } }
        """;

    private static readonly string[] s_unknown = ["OUTCOME_UNKNOWN", "TIMEOUT", "NOT_EXECUTED", "WRITTEN_NOT_READ"];

    /// <summary>How often each code came; "no answer" where the connection broke.</summary>
    public ConcurrentDictionary<string, int> Codes { get; } = new();

    public string Report => string.Join(", ", Codes.OrderBy(code => code.Key).Select(code => $"{code.Value} {code.Key}"));

    /// <summary>The payload of a change that is made, exactly once.</summary>
    public async Task<JsonElement> SettleAsync(string field, Dictionary<string, object?> input, string? key = null)
    {
        input["idempotencyKey"] = key ?? Guid.NewGuid().ToString();
        var query = field == "changePosts" ? ChangePosts : ApiCalls.Mutation(field);
        for (var pause = 20; ; pause = Math.Min(2 * pause, 200))
        {
            if (await TryAsync(query, new { input }) is { } answer && Settled(answer, field) is { } payload)
            {
                var isMade = payload.GetProperty("errors").ValueKind == JsonValueKind.Null;
                Assert.True(isMade, $"{JsonSerializer.Serialize(input)}\n{payload.GetRawText()}");
                Codes.AddOrUpdate("made", 1, (_, count) => count + 1);
                return payload.EnumerateObject().First().Value;
            }

            await Task.Delay(Random.Shared.Next(pause));
        }
    }

    /// <summary>An answer; null where none came.</summary>
    public async Task<Answer?> TryAsync(string query, object? variables, CancellationToken ct = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url()}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/graphql-response+json");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        try
        {
            using var response = await http.SendAsync(request, ct);
            return new(
                (int)response.StatusCode, null, await response.Content.ReadAsStringAsync(ct),
                response.Headers.ToDictionary(header => header.Key, header => header.Value.First(), StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !ct.IsCancellationRequested)
        {
            Codes.AddOrUpdate("no answer", 1, (_, count) => count + 1);
            return null;
        }
    }

    /// <summary>Checks that an answer is typed; the payload where it says what became of the change, null where it is to be sent again.</summary>
    private JsonElement? Settled(Answer answer, string field)
    {
        if (!answer.Json.TryGetProperty("errors", out var errors))
        {
            return answer.Data.GetProperty(field);
        }

        foreach (var error in errors.EnumerateArray())
        {
            var (extensions, said) = (error.GetProperty("extensions"), $"{field} {answer.Status} {answer.Body}");
            var code = extensions.Text("code")!;
            Codes.AddOrUpdate(code, 1, (_, count) => count + 1);
            var mayTryAgain = extensions.TryGetProperty("retryable", out var retryable) && retryable.GetBoolean();
            Assert.True(mayTryAgain || s_unknown.Contains(code), said);
            Assert.True(code != "OUTCOME_UNKNOWN" || mayTryAgain && answer.Status == 200, said);
            Assert.True((answer.Status == 503) == answer.Headers.ContainsKey("Retry-After"), said);
            Assert.True(answer.Status is 200 or 503 or 504, said);
        }

        return null;
    }
}

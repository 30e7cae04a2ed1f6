using System.Text.Json;
using System.Text.RegularExpressions;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api.Payloads;

/// <summary>
/// Occasions for the mutations of a noun that nobody has said anything special about: createX takes texts, and updateX, deleteX, restoreX and
/// revertX do to an X what their names say.
/// </summary>
internal static partial class NamedByConvention
{
    /// <summary>An input with which the mutation succeeds once.</summary>
    /// <exception cref="NotSupportedException">The mutation has another name, or more is needed for a new record than texts.</exception>
    public static async Task<Dictionary<string, object>> InputAsync(TestServer server, string mutation, string user)
    {
        if (Name().Match(mutation) is not { Success: true } name)
        {
            throw new NotSupportedException($"How is {mutation} called?");
        }

        var (verb, noun) = (name.Groups[1].Value, name.Groups[2].Value);
        var fields = Everything.Texts($"Create{noun}Input").ToDictionary(field => field, object (_) => "Asked whole");
        if (verb == "create")
        {
            return fields;
        }

        var id = (await DoAsync(server, $"create{noun}", fields, user)).Id();
        await DoAsync(server, $"update{noun}", Change(id, 1, noun), user);
        if (verb == "restore")
        {
            await DoAsync(server, $"delete{noun}", new() { ["id"] = id, ["expectedVersion"] = 2 }, user);
        }

        return verb switch
        {
            "update" => Change(id, 2, noun),
            "revert" => new() { ["id"] = id, ["expectedVersion"] = 2, ["toVersion"] = 1 },
            "restore" => new() { ["id"] = id, ["expectedVersion"] = 3 },
            _ => new() { ["id"] = id, ["expectedVersion"] = 2 },
        };
    }

    /// <summary>What others may do to such a record.</summary>
    public static IEnumerable<Func<TestServer, Task>> Afterwards(JsonElement result)
    {
        var (id, version, noun) = (result.Id(), result.Version(), result.Type());
        return
        [
            server => DoAsync(server, $"update{noun}", Change(id, version, noun), TestServer.Ada),
            server => DoAsync(server, $"delete{noun}", new() { ["id"] = id, ["expectedVersion"] = version + 1 }, TestServer.Ada),
        ];
    }

    private static Dictionary<string, object> Change(string id, int version, string noun)
        => new() { ["id"] = id, ["expectedVersion"] = version, [Everything.Texts($"Create{noun}Input").First()] = $"Changed at version {version}" };

    private static async Task<JsonElement> DoAsync(TestServer server, string mutation, Dictionary<string, object> input, string user)
    {
        var payload = (await server.QueryAsync(Everything.Of(mutation), new { input }, user)).GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return payload.GetProperty("result");
    }

    [GeneratedRegex(@"^(create|update|delete|restore|revert)([A-Z]\w*)\z")]
    private static partial Regex Name();
}

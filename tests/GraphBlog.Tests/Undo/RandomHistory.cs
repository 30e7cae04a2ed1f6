using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Undo;

/// <summary>Some requests' random changes of posts, comments and people, made by the API and written down in a model.</summary>
internal sealed class RandomHistory(TestServer server, int seed)
{
    private static readonly string[] s_words = ["one", "two", "three"];
    private static readonly string[] s_roles = ["READER", "AUTHOR", "EDITOR"];
    private readonly Random _random = new(seed);
    private int _moments;

    public UndoModel Model { get; } = new();

    /// <summary>The requests; one of them is to be undone.</summary>
    public string[] Requests { get; } = [$"h{seed}-1", $"h{seed}-2", $"h{seed}-3"];

    public async Task MakeAsync(int changes)
    {
        for (var i = 0; i < changes; i++)
        {
            await StepAsync(_random.GetItems(Requests, 1)[0], i < 2);
        }
    }

    private async Task StepAsync(string request, bool isFirst)
    {
        var record = isFirst || Model.Records.Count == 0 ? null : _random.GetItems(Model.Records.ToArray(), 1)[0];
        if (record is null || _random.Next(6) == 0)
        {
            await CreateAsync(request);
        }
        else if (record.Parent is not { } post || post.Now[UndoModel.Aside] is null)
        {
            await (record.Now[UndoModel.Aside] is not null ? RestoreAsync(request, record)
                : _random.Next(4) == 0 ? TrashAsync(request, record) : EditAsync(request, record));
        }
    }

    private async Task CreateAsync(string request)
    {
        var posts = Model.Records.Where(record => record.Type == "posts" && record.Now[UndoModel.Aside] is null).ToArray();
        switch (posts.Length == 0 ? 0 : _random.Next(3))
        {
            case 0:
                var (title, body) = (Word(), Word());
                await AddAsync("posts", "createPost", new { title, body, slug = $"h{seed}-{Model.Records.Count}" }, request, null,
                    ("title", title), ("body", body));
                break;
            case 1:
                var (under, text) = (_random.GetItems(posts, 1)[0], Word());
                await AddAsync("comments", "addComment", new { postId = under.Id, body = text }, request, under, ("body", text));
                break;
            default:
                var (name, role) = (Word(), Role());
                await AddAsync("users", "createUser", new { handle = $"h{seed}-{Model.Records.Count}", displayName = name, role }, request,
                    null, ("displayName", name), ("role", role));
                break;
        }
    }

    private async Task AddAsync(string type, string mutation, object input, string request, ModelRecord? parent, params (string, string?)[] fields)
    {
        var id = (await DoAsync(mutation, input, request)).Id();
        var record = new ModelRecord(type, id, parent);
        record.Change(request, [.. fields, (UndoModel.Aside, null)]);
        Model.Records.Add(record);
    }

    private async Task EditAsync(string request, ModelRecord record)
    {
        var fields = record.Now.Keys.Where(field => field != UndoModel.Aside && _random.Next(2) == 0)
            .Select(field => (field, Value: (string?)(field == "role" ? Role() : Word()))).Where(one => record.Now[one.field] != one.Value).ToArray();
        if (fields.Length > 0)
        {
            var input = fields.ToDictionary(one => one.field, one => (object)one.Value!);
            (input["id"], input["expectedVersion"]) = (record.Id, record.Version);
            await DoAsync(record.Type switch { "posts" => "updatePost", "comments" => "updateComment", _ => "updateUser" }, input, request);
            record.Change(request, fields);
        }
    }

    private async Task TrashAsync(string request, ModelRecord record)
    {
        await DoAsync(record.Type switch { "posts" => "deletePost", "comments" => "deleteComment", _ => "deactivateUser" }, At(record), request);
        record.Change(request, (UndoModel.Aside, $"{++_moments}"));
    }

    private async Task RestoreAsync(string request, ModelRecord record)
    {
        await DoAsync(record.Type switch { "posts" => "restorePost", "comments" => "restoreComment", _ => "reactivateUser" }, At(record), request);
        record.Change(request, (UndoModel.Aside, null));
    }

    private static object At(ModelRecord record) => new { id = record.Id, expectedVersion = record.Version };

    private async Task<System.Text.Json.JsonElement> DoAsync(string mutation, object input, string request)
    {
        var answer = await server.TryAsync(mutation, input, TestServer.Ada, ("X-Request-Id", request));
        var payload = answer.Data.GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == System.Text.Json.JsonValueKind.Null, $"{seed}: {mutation} {answer.Body}");
        return payload.EnumerateObject().First().Value;
    }

    private string Word() => _random.GetItems(s_words, 1)[0];

    private string Role() => _random.GetItems(s_roles, 1)[0];
}

using System.Text.Json;
using GraphBlog.Tests.Api;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// One writer of many: makes random changes of posts and comments of its own, and merges into a post that it shares with all others. It
/// remembers what was acknowledged, in order, as the log has to have it.
/// </summary>
/// <param name="number">Which of them.</param>
/// <param name="client">By whom they ask.</param>
/// <param name="shared">The post that all share.</param>
/// <param name="body">Its first version.</param>
/// <param name="random">What to do next.</param>
internal sealed class Writer(int number, KeyedClient client, string shared, string body, Random random)
{
    private readonly List<Written> _posts = [];
    private readonly List<Written> _comments = [];
    private (int Version, string Body) _base = (1, body);
    private int _count;

    /// <summary>Of each record what was acknowledged: version, action, text.</summary>
    public Dictionary<string, List<string>> Done { get; } = [];

    /// <summary>What was merged into the shared post.</summary>
    public List<string> Merged { get; } = [];

    /// <summary>The body of the post that all share: a line for each, and what nobody touches between them.</summary>
    public static string SharedBody(int writers)
        => string.Concat(Enumerable.Range(0, writers).Select(n => $"{LineOf(n)} nothing yet.\n\nWhat nobody touches, number {n}.\n\n"));

    public async Task RunAsync(CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await NextAsync();
            await Task.Delay(random.Next(30), CancellationToken.None);
        }
    }

    /// <summary>A new post, under a title of its own unless said; its id.</summary>
    public async Task<string> CreateAsync(string? title = null)
    {
        title ??= NewText();
        var made = await client.SettleAsync("createPost", new() { ["title"] = title, ["body"] = "Text" });
        _posts.Add(new(made.Id()));
        Note("posts", _posts[^1], made.Version(), "CREATE", title);
        return made.Id();
    }

    private async Task NextAsync()
    {
        var live = _posts.Where(post => !post.IsTrashed).OrderBy(_ => random.Next()).Take(3).ToList();
        switch (random.Next(100))
        {
            case < 15:
            case var _ when live.Count == 0:
                await CreateAsync();
                break;
            case < 35:
                await UpdateAsync(live[0]);
                break;
            case < 45 when live[0].IsEdited:
                Note("posts", live[0], (await client.SettleAsync("publishPost", At(live[0]))).Version(), "PUBLISH", "");
                live[0].IsEdited = false;
                break;
            case < 60:
                await TrashOrRestoreAsync(_posts[random.Next(_posts.Count)]);
                break;
            case < 75:
                await MergeAsync();
                break;
            case < 88:
                await CommentAsync();
                break;
            default:
                await ChangeTogetherAsync(live);
                break;
        }
    }

    private async Task UpdateAsync(Written post)
    {
        var text = NewText();
        Note("posts", post, (await client.SettleAsync("updatePost", At(post, "title", text))).Version(), "UPDATE", text);
        post.IsEdited = true;
    }

    private async Task TrashOrRestoreAsync(Written post)
    {
        var answer = await client.SettleAsync(post.IsTrashed ? "restorePost" : "deletePost", At(post));
        Note("posts", post, answer.Version(), post.IsTrashed ? "RESTORE" : "TRASH", "");
        post.IsTrashed = !post.IsTrashed;
    }

    // From whatever version it saw last, which is hardly ever the newest.
    private async Task MergeAsync()
    {
        var text = NewText();
        var lines = _base.Body.Split('\n');
        lines[Array.FindIndex(lines, line => line.StartsWith(LineOf(number), StringComparison.Ordinal))] = $"{LineOf(number)} {text}.";
        var merged = await client.SettleAsync("updatePost", new()
        {
            ["id"] = shared,
            ["expectedVersion"] = _base.Version,
            ["onConflict"] = "MERGE",
            ["body"] = string.Join('\n', lines),
        });
        _base = (merged.Version(), merged.Text("body")!);
        Merged.Add($"{LineOf(number)} {text}.");
    }

    private async Task CommentAsync()
    {
        var text = NewText();
        if (_comments.Count < 5)
        {
            var made = await client.SettleAsync("addComment", new() { ["postId"] = shared, ["body"] = text });
            _comments.Add(new(made.Id()));
            Note("comments", _comments[^1], made.Version(), "CREATE", text);
            return;
        }

        var comment = _comments[random.Next(_comments.Count)];
        if (comment.IsTrashed)
        {
            Note("comments", comment, (await client.SettleAsync("restoreComment", At(comment))).Version(), "RESTORE", "");
        }
        else if (random.Next(3) > 0)
        {
            Note("comments", comment, (await client.SettleAsync("updateComment", At(comment, "body", text))).Version(), "UPDATE", text);
            return;
        }
        else
        {
            await client.SettleAsync("deleteComment", At(comment));      // answers an id alone
            Note("comments", comment, comment.Version + 1, "TRASH", "");
        }

        comment.IsTrashed = !comment.IsTrashed;
    }

    // All or none: the first is put into the trash, the others get a title.
    private async Task ChangeTogetherAsync(List<Written> posts)
    {
        var texts = posts.Select(_ => NewText()).ToList();
        var changes = posts.Select((post, i) => i == 0
            ? new Dictionary<string, object?> { ["delete"] = At(post) }
            : new() { ["update"] = At(post, "title", texts[i]) });
        var answer = await client.SettleAsync("changePosts", new() { ["changes"] = changes.ToList() });
        foreach (var (i, post) in posts.Index())
        {
            var version = answer[i].GetProperty(i == 0 ? "trashedPost" : "post").Version();
            Note("posts", post, version, i == 0 ? "TRASH" : "UPDATE", i == 0 ? "" : texts[i]);
            (post.IsTrashed, post.IsEdited) = (i == 0, post.IsEdited || i > 0);
        }
    }

    private void Note(string table, Written record, int version, string action, string text)
    {
        Assert.Equal(record.Version + 1, version);
        record.Version = version;
        var key = $"{table} {JsonSerializer.SerializeToElement(new { id = record.Id }).Key()}";
        (Done.TryGetValue(key, out var done) ? done : Done[key] = []).Add($"{version} {action} {text}");
    }

    private string NewText() => $"w{number} n{++_count}";

    private static string LineOf(int number) => $"Writer {number}:";

    private static Dictionary<string, object?> At(Written record) => new() { ["id"] = record.Id, ["expectedVersion"] = record.Version };

    private static Dictionary<string, object?> At(Written record, string field, string text)
        => new() { ["id"] = record.Id, ["expectedVersion"] = record.Version, [field] = text };

    private sealed class Written(string id)
    {
        public string Id { get; } = id;

        public int Version { get; set; }

        public bool IsTrashed { get; set; }

        public bool IsEdited { get; set; } = true;
    }
}

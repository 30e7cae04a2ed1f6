using System.Diagnostics;
using System.Text.Json;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// Writers at work and two who follow them, by event stream and by socket. In the end everything that was acknowledged has to be in the log
/// exactly once, and nothing else; and both have to have heard each change of a post exactly once.
/// </summary>
internal sealed class Load
{
    private const int Writers = 8;
    private readonly KeyedClient _client;
    private readonly string _shared;
    private readonly List<Writer> _writers;
    private readonly Writer _probe;
    private readonly List<ChangeFollower> _followers;
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _running = [];
    private readonly List<Task> _following = [];

    private Load(KeyedClient client, Func<string> url, string token, int seed, string shared)
    {
        (_client, _shared) = (client, shared);
        var body = Writer.SharedBody(Writers);
        _writers = [.. Enumerable.Range(0, Writers).Select(n => new Writer(n, client, shared, body, new Random(seed * 100 + n)))];
        _probe = new Writer(Writers, client, shared, "", new Random(seed));
        _followers = [new(url, token, bySocket: false), new(url, token, bySocket: true)];
    }

    /// <summary>Begins it.</summary>
    public static async Task<Load> BeginAsync(HttpClient http, Func<string> url, string token, int seed)
    {
        var client = new KeyedClient(http, url, token);
        var shared = (await client.SettleAsync("createPost", new() { ["title"] = "Shared", ["body"] = Writer.SharedBody(Writers) })).Id();
        var load = new Load(client, url, token, seed, shared);
        var cursor = (await client.TryAsync("{ changeCursor }", null))!.Data.Text("changeCursor")!;
        load._following.AddRange(load._followers.Select(follower => follower.FollowAsync(cursor)));
        load._running.AddRange(load._writers.Select(writer => Task.Run(() => writer.RunAsync(load._over.Token))));
        return load;
    }

    /// <summary>How long it takes until a change is made, and until both followers have heard of it.</summary>
    public async Task<(TimeSpan Made, TimeSpan Heard)> ProbeAsync()
    {
        var clock = Stopwatch.StartNew();
        var id = JsonSerializer.SerializeToElement(new { id = await _probe.CreateAsync() }).Key();
        var made = clock.Elapsed;
        while (!_followers.All(follower => follower.Heard.Contains((id, 1))))
        {
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
            await Task.Delay(10);
        }

        return (made, clock.Elapsed);
    }

    /// <summary>Ends it, and compares what was acknowledged, what the log says and what was heard.</summary>
    public async Task EndAsync(TestDatabase db, FaultRun run)
    {
        await _over.CancelAsync();
        await Task.WhenAll(_running).WaitAsync(TimeSpan.FromSeconds(60));
        await _probe.CreateAsync(ChangeFollower.Last);
        await Task.WhenAll(_following).WaitAsync(TimeSpan.FromSeconds(60));

        var log = (await db.OwnerRowsAsync("""
            select table_name, record_id, version, action, coalesce(new_data ->> case table_name when 'posts' then 'title' else 'body' end, '') from audit.audit_log
             where table_name in ('posts', 'comments') order by table_name, record_id, version, id
            """)).ToLookup(row => $"{row[0]} {row[1]}", row => $"{row[2]} {row[3]} {row[4]}");
        var sharedKey = $"posts {JsonSerializer.SerializeToElement(new { id = _shared }).Key()}";
        var done = _writers.Append(_probe).SelectMany(writer => writer.Done).ToDictionary();
        run.Say($"{done.Values.Sum(changes => changes.Count) + _writers.Sum(writer => writer.Merged.Count)} acknowledged changes; answers: {_client.Report}");
        run.Say($"{log.Sum(record => record.Count())} entries in the log; streams ended {string.Join(" and ", _followers.Select(follower => follower.Ends))} times");
        Assert.Equal(done.Keys.Append(sharedKey).Order(StringComparer.Ordinal), log.Select(record => record.Key).Order(StringComparer.Ordinal));
        Assert.All(done, record => Assert.Equal(record.Value, log[record.Key]));
        await AssertMergedAsync(db, log[sharedKey].Count());

        var written = log.Where(record => record.Key.StartsWith("posts ", StringComparison.Ordinal) && record.Key != sharedKey)
            .SelectMany(record => record.Select(change => $"{record.Key} {change.Split(' ')[0]}")).Order(StringComparer.Ordinal).ToList();
        var merges = Enumerable.Range(2, log[sharedKey].Count() - 1).Select(version => $"{sharedKey} {version}");
        foreach (var follower in _followers)
        {
            var heard = follower.Heard.Select(change => $"posts {change.Post} {change.Version}");
            Assert.Equal(written.Concat(merges).Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));
        }

        Assert.Empty((await db.ExamineAsync()).SelectMany(finding => finding.Problems));
    }

    // What somebody merged came into the post once, and what each merged last is still there.
    private async Task AssertMergedAsync(TestDatabase db, int versions)
    {
        var id = JsonSerializer.SerializeToElement(new { id = _shared }).Key();
        var added = (await db.OwnerRowsAsync($"""
            select line from audit.audit_log e cross join lateral string_to_table(e.new_data ->> 'body', E'\n') line
             where table_name = 'posts' and record_id = {id} and version > 1 and line ~ '^Writer '
               and not line = any (string_to_array(e.old_data ->> 'body', E'\n'))
            """)).Select(row => (string)row[0]).Order(StringComparer.Ordinal);
        Assert.Equal(_writers.SelectMany(writer => writer.Merged).Order(StringComparer.Ordinal), added);
        var body = (string)(await db.OwnerScalarAsync($"select body from blog.posts_all where id = {id}"))!;
        Assert.All(_writers.Where(writer => writer.Merged.Count > 0), writer => Assert.Contains($"{writer.Merged[^1]}\n", body));
        Assert.Equal(1 + _writers.Sum(writer => writer.Merged.Count), versions);
        Assert.Equal(versions, (int)(await db.OwnerScalarAsync($"select version from blog.posts_all where id = {id}"))!);
    }
}

using System.Text.Json;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Undo;

/// <summary>
/// Random histories of three requests, one of which is undone: what comes of it is what a model says, and undone again it is as it was.
/// </summary>
public sealed class UndoHistoryTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    /// <summary>In the suite; 500 were run by hand, see docs/decisions/0040-undo.md.</summary>
    private const int Histories = 60, Changes = 16;

    [Fact]
    public async Task An_undo_is_what_the_model_says_and_undone_again_it_is_as_it_was()
    {
        var (undone, refused, merged) = (0, 0, 0);
        for (var seed = 1; seed <= Histories; seed++)
        {
            var history = new RandomHistory(server, seed);
            await history.MakeAsync(Changes);
            foreach (var request in history.Requests)
            {
                var (after, conflicts) = history.Model.Undo(request);
                var before = await StateAsync(history.Model);
                AssertState(history.Model.Records.ToDictionary(record => record, record => record.Now), before, seed);
                var payload = await RevertAsync(request);
                if (conflicts.Count > 0)
                {
                    refused++;
                    Assert.Equal(
                        conflicts.Select(record => record.Id).Order(),
                            payload.GetProperty("errors").EnumerateArray().Select(error => error.Text("recordId")).Order());
                    Assert.Equal(before, await StateAsync(history.Model));
                    continue;
                }

                undone++;
                Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, $"{seed} {request}: {payload.GetRawText()}");
                var outcomes = payload.GetProperty("outcomes").EnumerateArray().ToList();
                var changed = after.Where(one => one.Value.Any(field => field.Value != one.Key.Now[field.Key])).Select(one => one.Key).ToList();
                Assert.Equal(
                    changed.Select(record => $"{record.Type} {record.Id} {record.Version} {record.Version + 1} {record.IsMerged(request)}").Order(),
                    outcomes.Select(one
                        => $"{one.Text("recordType")} {one.Text("recordId")} {one.GetProperty("fromVersion")} {one.GetProperty("toVersion")} {one.GetProperty("merged").GetBoolean()}").Order());
                merged += outcomes.Count(one => one.GetProperty("merged").GetBoolean());
                AssertState(history.Model.Records.ToDictionary(record => record, record => after.GetValueOrDefault(record, record.Now)),
                    await StateAsync(history.Model), seed);

                if (outcomes.Count > 0)
                {
                    var again = await RevertAsync(payload.Text("requestId")!);
                    Assert.True(again.GetProperty("errors").ValueKind == JsonValueKind.Null, $"{seed} {request}: {again.GetRawText()}");
                    Assert.Equal(outcomes.Count, again.GetProperty("outcomes").GetArrayLength());
                    Assert.Equal(before.Select(Content), (await StateAsync(history.Model)).Select(Content));
                }

                break;      // another history for another request
            }
        }

        output.WriteLine($"{undone} requests undone and undone again, {merged} records merged, {refused} refused.");
        Assert.True(undone >= Histories / 3 && refused >= Histories / 10 && merged >= Histories / 10, $"{undone} {refused} {merged}");
    }

    private static string Content(string state) => state[..state.LastIndexOf(' ')];

    private static void AssertState(Dictionary<ModelRecord, Dictionary<string, string?>> expected, IReadOnlyList<string> found, int seed)
        => Assert.Equal(
            [
                $"{seed}",
                .. expected.Select(one => string.Join(' ',
                [
                    one.Key.Id,
                    .. one.Value.Where(field => field.Key != UndoModel.Aside).OrderBy(field => field.Key).Select(field => field.Value),
                    one.Value[UndoModel.Aside] is not null,
                ])),
            ],
            [$"{seed}", .. found.Select(Content)]);

    private async Task<JsonElement> RevertAsync(string request)
        => await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = request } }, atMost = 1000 });

    /// <summary>Each record's fields, whether it is aside, and its version, as the database has them.</summary>
    private async Task<IReadOnlyList<string>> StateAsync(UndoModel model)
    {
        var selects = model.Records.Select((record, i) =>
        {
            var (table, fields) = record.Type switch
            {
                "posts" => ("blog.posts_all", "body || ' ' || title"),
                "comments" => ("blog.comments_all", "body"),
                _ => ("blog.users", "display_name || ' ' || role"),
            };
            Assert.True(GraphBlog.Engine.Relay.GlobalId.TryParse(record.Id, out var id));
            return $"select {i}, '{record.Id} ' || {fields} || case when deleted_at is null then ' False ' else ' True ' end || version from {table} where org_id = 1 and id = {id.Key}";
        });
        return (string[])(await server.Database.OwnerScalarAsync(
            $"select array_agg(state order by place) from ({string.Join(" union all ", selects)}) all_of_them (place, state)"))!;
    }
}

using System.Diagnostics;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Hosting;

/// <summary>An import is undone in one command, but for what somebody made of it since.</summary>
public sealed class ImportUndoTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ImportFolder _folder = new(database, startsProgram: false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_hundred_files_go_in_seconds_and_what_was_edited_since_is_kept_and_named()
    {
        for (var i = 0; i < 500; i++)
        {
            _folder.Write($"many-{i}.md", $"---\ntitle: Many {i}\nstatus: published\n---\n{string.Concat(Enumerable.Repeat($"Words of file {i}, line by line.\n\n", 60))}");
        }

        var request = await ImportedAsync();
        await _folder.SqlAsync("update blog.posts_all set title = 'By hand' where slug in ('many-7', 'many-8')");
        await _folder.SqlAsync("update blog.posts_all set deleted_at = now() where slug = 'many-9'");
        var before = await StateAsync();
        var watch = Stopwatch.StartNew();
        var lines = await UndoAsync(request);
        output.WriteLine($"500 files undone in {watch.ElapsedMilliseconds} ms.");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        Assert.StartsWith("497 posts undone: 497 put into the trash, 0 changed back; 2 left as they are", lines[0]);
        Assert.Equal(["  left  many-7", "  left  many-8"], lines.Where(line => line.Contains("left  ")).Select(line => line.Split(':')[0]).Order());
        Assert.All(lines.Where(line => line.Contains("left  ")), line => Assert.EndsWith("Others changed the same since: title.", line));
        Assert.Equal("many-7,many-8", await _folder.SqlAsync("select string_agg(slug, ',' order by slug) from blog.posts_all where slug like 'many-%' and deleted_at is null"));

        // the same folder again leaves all of it alone, and the undo is undone as it was done
        Assert.Contains("0 created, 0 updated, 0 unchanged, 500 kept", await _folder.ImportAsync());
        var again = await UndoAsync(lines[1].Split(' ')[^1]);
        Assert.StartsWith("497 posts undone: 0 put into the trash, 497 changed back; 0 left as they are", again[0]);
        Assert.Equal(before, await StateAsync());
        Assert.StartsWith("There is nothing to undo", (await UndoAsync("import:none"))[0]);
    }

    [Fact]
    public async Task A_second_import_is_undone_to_what_the_first_one_and_the_editors_left()
    {
        _folder.Write("twice.md", "---\ntitle: Twice\ndraft: true\ntags: [a]\n---\nOne.\n\nTwo.\n");
        await _folder.ImportAsync();
        _folder.Write("twice.md", "---\ntitle: Twice\ndraft: true\ntags: [a, b]\n---\nOne!\n\nTwo.\n");
        var request = await ImportedAsync();
        await _folder.SqlAsync("update blog.posts_all set body = E'One!\\n\\nTwo, by hand.\\n' where slug = 'twice'");
        Assert.StartsWith("1 posts undone: 0 put into the trash, 1 changed back; 0 left as they are", (await UndoAsync(request))[0]);
        Assert.Equal("{a}|One.\n\nTwo, by hand.\n", await _folder.SqlAsync("select tags::text || '|' || body from blog.posts_all where slug = 'twice'"));
        Assert.Contains("0 updated, 0 unchanged, 1 kept", await _folder.ImportAsync());      // undone is undone, until the file changes again
    }

    [Fact]
    public async Task What_no_import_did_is_not_undone_by_the_name_of_one()
    {
        await _folder.SqlAsync("""
            set app.request_id = 'import:forged';
            insert into blog.posts_all (org_id, author_id, title, slug, body, created_by, updated_by) values (1, 1, 'Forged', 'forged', '', 1, 1)
            """);
        Assert.StartsWith("There is nothing to undo", (await UndoAsync("import:forged"))[0]);
    }

    private async Task<string> ImportedAsync()
        => (await _folder.RunAsync()).Output.Split('\n').Single(line => line.Contains("to undo it:")).Trim().Split(' ')[^1];

    private async Task<IReadOnlyList<string>> UndoAsync(string request)
        => (await ImportUndo.UndoAsync(BlogServer.CreateBuilder([$"--ConnectionStrings:GraphBlog={database.App}"]), "acme", "ada", request)).Lines;

    private Task<object?> StateAsync() => _folder.SqlAsync(
        "select string_agg(concat_ws('|', slug, title, md5(body), status, deleted_at is null), E'\\n' order by slug) from blog.posts_all where slug like 'many-%'");
}

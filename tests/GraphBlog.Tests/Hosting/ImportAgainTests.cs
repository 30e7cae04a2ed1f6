using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Hosting;

/// <summary>What an import does to posts that an earlier one made, or did not make: the base of a merge is what the file said then.</summary>
public sealed class ImportAgainTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ImportFolder _folder = new(database, startsProgram: false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_unchanged_file_writes_nothing_whatever_an_editor_did()
    {
        _folder.Write("a.md", "---\ntitle: File title\ntags: [a]\n---\nB");
        _folder.Write("b.md", "---\ntitle: Shelved\n---\nB");
        await _folder.ImportAsync();
        await _folder.SqlAsync("update blog.posts_all set title = 'Editor', tags = '{mine}' where slug = 'a'");
        await _folder.SqlAsync("update blog.posts_all set status = 'ARCHIVED', slug = 'moved' where slug = 'b'");
        _folder.Write("a.md", "---\ntitle: File title\ntags: [a]\n---\nB2");
        Assert.Contains("1 updated, 0 unchanged, 1 kept", await _folder.ImportAsync());
        var before = await _folder.SqlAsync("select count(*) from audit.audit_log");
        Assert.Contains("0 created, 0 updated, 0 unchanged, 2 kept", await _folder.ImportAsync());
        Assert.Equal(before, await _folder.SqlAsync("select count(*) from audit.audit_log"));
        Assert.Equal("Editor|{mine}|B2",
            await _folder.SqlAsync("select concat_ws('|', title, tags::text, body) from blog.posts_all where slug = 'a'"));
        Assert.Equal("ARCHIVED", await _folder.SqlAsync("select status from blog.posts_all where slug = 'moved'"));
    }

    [Fact]
    public async Task What_was_trashed_or_purged_on_purpose_stays_gone_and_is_said()
    {
        _folder.Write("trashed.md", "---\ntitle: Trashed\n---\nB");
        _folder.Write("purged.md", "---\ntitle: Purged\n---\nB");
        await _folder.ImportAsync();
        await database.ForgeAsync(
            "update blog.posts_all set deleted_at = now(), deleted_by = 1, version = 2 where slug = 'trashed'; delete from blog.posts_all where slug = 'purged'");
        var run = await _folder.RunAsync();
        Assert.Contains("0 created, 0 updated, 0 unchanged, 2 kept", run.Output);
        Assert.Contains("trashed.md: its post is in the trash, and stays there", run.Output);
        Assert.Contains("purged.md: its post was purged, or is not yours to see; it stays so", run.Output);
    }

    [Fact]
    public async Task A_slug_changed_in_the_file_a_file_renamed_and_a_date_corrected_move_the_same_post()
    {
        _folder.Write("_posts/2014-3-3-same.md", "---\ntitle: Same\n---\nB");
        _folder.Write("_drafts/half.md", "---\ntitle: Half\ndate: 2015-01-02\n---\nB");
        await _folder.ImportAsync();
        var ids = await _folder.SqlAsync("select string_agg(id::text, ',' order by id) from blog.posts_all where slug in ('same', 'half')");
        Assert.Equal("2014-03-03",
            await _folder.SqlAsync("select to_char(published_at at time zone 'UTC', 'YYYY-MM-DD') from blog.posts_all where slug = 'same'"));
        Assert.Equal("DRAFT 2015-01-02",
            await _folder.SqlAsync(
            "select status || ' ' || to_char(published_at at time zone 'UTC', 'YYYY-MM-DD') from blog.posts_all where slug = 'half'"));

        File.Delete(Path.Combine(_folder.Root, "_posts/2014-3-3-same.md"));
        File.Move(Path.Combine(_folder.Root, "_drafts/half.md"), Path.Combine(_folder.Root, "_posts/half.md"));
        _folder.Write("_posts/2014-03-04-same.md", "---\ntitle: Same\n---\nB");
        Assert.Contains("0 created, 2 updated", await _folder.ImportAsync());
        _folder.Write("_posts/2014-03-04-same.md", "---\ntitle: Same\nslug: other\n---\nB");
        Assert.Contains("0 created, 1 updated, 1 unchanged", await _folder.ImportAsync());
        Assert.Equal(ids, await _folder.SqlAsync("select string_agg(id::text, ',' order by id) from blog.posts_all where slug in ('other', 'half')"));
        Assert.Equal("2014-03-04",
            await _folder.SqlAsync("select to_char(published_at at time zone 'UTC', 'YYYY-MM-DD') from blog.posts_all where slug = 'other'"));
        Assert.Equal("PUBLISHED 2015-01-02",
            await _folder.SqlAsync(
            "select status || ' ' || to_char(published_at at time zone 'UTC', 'YYYY-MM-DD') from blog.posts_all where slug = 'half'"));
    }

    [Fact]
    public async Task A_draft_that_is_published_without_a_date_is_said_to_be_of_now()
    {
        _folder.Write("_drafts/undated.md", "---\ntitle: Undated\n---\nB");
        Assert.DoesNotContain("without a date", (await _folder.RunAsync()).Output);
        File.Move(Path.Combine(_folder.Root, "_drafts/undated.md"), Path.Combine(_folder.Root, "undated.md"));
        Assert.Contains("1 without a date: published as of now", (await _folder.RunAsync()).Output);
    }

    [Fact]
    public async Task A_date_that_the_file_corrects_is_an_editors_to_correct()
    {
        _folder.Write("corrected.md", "---\ntitle: Corrected\ndate: 2014-03-03\n---\nB");
        await _folder.RunAsync(user: "linus");
        _folder.Write("corrected.md", "---\ntitle: Corrected\ndate: 2014-03-04\n---\nB, mended");
        var run = await _folder.RunAsync(user: "linus");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("corrected.md: its date has changed; correcting a post's date needs the role EDITOR", run.Output);
        Assert.Contains("0 created, 1 updated", await _folder.ImportAsync());
        Assert.Equal("2014-03-04 B, mended",
            await _folder.SqlAsync(
            "select to_char(published_at at time zone 'UTC', 'YYYY-MM-DD') || ' ' || body from blog.posts_all where slug = 'corrected'"));
    }

    [Fact]
    public async Task A_slug_that_the_same_import_gave_away_is_known_to_be_taken()
    {
        _folder.Write("wanted-b.md", "---\ntitle: Moves\nslug: before\n---\nB");
        await _folder.ImportAsync();
        _folder.Write("wanted-b.md", "---\ntitle: Moves\nslug: wanted\n---\nB");
        _folder.Write("wanted-c.md", "---\ntitle: Comes\nslug: wanted\n---\nC");
        _folder.Write("wanted-d.md", "---\ntitle: Comes too\nslug: wanted\n---\nD");
        var run = await _folder.RunAsync();
        Assert.Contains("3 files: 2 created, 1 updated", run.Output);
        Assert.All(["wanted-c.md: another post has its slug; it is at 'wanted-2'",
            "wanted-d.md: another post has its slug; it is at 'wanted-3'"], line => Assert.Contains(line, run.Output));
    }

    [Fact]
    public async Task A_folder_of_drafts_is_one_of_drafts_by_its_own_name_too()
    {
        _folder.Write("_drafts/deep/half.md", "---\ntitle: Half done\n---\nB");
        _folder.Write("_drafts/scaffolds/page.md", "---\ntitle: {{ title }}\n---\n");
        _folder.Write("_drafts/whole.md", "---\ntitle: Whole\npublished: true\n---\nB");
        var run = await _folder.RunAsync(of: "_drafts");
        Assert.Contains("3 files: 2 created, 0 updated, 0 unchanged, 0 kept as the blog has them, 0 refused, 1 skipped", run.Output);
        Assert.Equal("DRAFT DRAFT", await _folder.SqlAsync("select string_agg(status, ' ') from blog.posts_all where slug in ('half', 'whole')"));
    }

    [Fact]
    public async Task The_same_words_on_another_day_get_a_number_and_keep_it()
    {
        _folder.Write("2014-01-01-links.md", "---\ntitle: Links\n---\nOne");
        _folder.Write("2014-01-02-links.md", "---\ntitle: Links\n---\nTwo");
        var run = await _folder.RunAsync();
        Assert.Contains("2 files: 2 created", run.Output);
        Assert.Contains("2014-01-02-links.md: another post has its slug; it is at 'links-2'", run.Output);
        _folder.Write("2014-01-02-links.md", "---\ntitle: Links\n---\nTwo, again");
        Assert.Contains("0 created, 1 updated, 1 unchanged, 0 kept", await _folder.ImportAsync());
        Assert.Contains("0 created, 0 updated, 2 unchanged, 0 kept", await _folder.ImportAsync());
        Assert.Equal("Two, again", await _folder.SqlAsync("select body from blog.posts_all where slug = 'links-2'"));
    }

    [Fact]
    public async Task A_post_without_a_mark_is_the_files_only_when_it_says_the_same_and_no_request_id_counts()
    {
        await database.ForgeAsync("insert into blog.posts_all (org_id, author_id, title, slug, body, status, live_version, created_by, updated_by) "
            + "values (1, 1, 'Old', 'old', 'B', 'PUBLISHED', 1, 1, 1), (1, 1, 'Mine', 'mine', 'Mine', 'PUBLISHED', 1, 1, 1); "
            + "insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data) "
            + "select org_id, now(), 'posts', id, 1, 'CREATE', 1, 'import:x', to_jsonb(p) from blog.posts_all p where slug in ('old', 'mine')");
        _folder.Write("old.md", "---\ntitle: Old\nlang: en\n---\nB");
        _folder.Write("mine.md", "---\ntitle: Mine\n---\nOf the file");
        var run = await _folder.RunAsync();
        Assert.Contains("0 created, 1 updated, 0 unchanged, 0 kept as the blog has them, 1 refused", run.Output);
        Assert.Contains("mine.md: the slug 'mine' belongs to a post that no import wrote", run.Output);
        Assert.Equal("{\"lang\": \"en\"}", await _folder.SqlAsync("select metadata::text from blog.posts_all where slug = 'old'"));
    }

    [Fact]
    public async Task A_fifo_a_link_and_what_is_no_post_are_accounted_for_and_end_nothing()
    {
        _folder.Write("README.md", "# About the repository");
        _folder.Write("README-driven-development.md", "---\ntitle: README driven\n---\nB");
        _folder.Write("posts/public/x.md", "---\ntitle: X\n---\nB");
        _folder.Write("bundle/index.md", "---\ntitle: Bundle\n---\nB");
        _folder.Write("bundle/part.md", "---\ntitle: Part\n---\nB");
        _folder.Write("._x.md", "---\ntitle: Of a Mac\n---\nB");
        _folder.Write("page.mdx", "export const x = 1");
        _folder.Write("picture.png", "no");
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "link.md"), Path.Combine(_folder.Root, "README.md"));
        using (var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder.Root, "pipe.md")))
        {
            await made.WaitForExitAsync();
        }

        var run = await _folder.RunAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("10 files: 3 created, 0 updated, 0 unchanged, 0 kept as the blog has them, 0 refused, 7 skipped", run.Output);
        Assert.All(
            ["README.md: without front matter", "bundle/part.md: part of a bundle", "._x.md: hidden",
                "page.mdx: MDX", "picture.png: no Markdown", "link.md: a symbolic link",
                "pipe.md: empty, or no regular file"],
            line => Assert.Contains(line, run.Output));
    }
}

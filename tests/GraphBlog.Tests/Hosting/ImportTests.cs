using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Hosting;

/// <summary>A folder of Markdown files as posts, the first time and every time after.</summary>
public sealed class ImportTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly ImportFolder _folder = new(database, startsProgram: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_blog_of_500_posts_is_imported_once_and_a_second_import_writes_nothing()
    {
        for (var i = 0; i < 500; i++)
        {
            _folder.Write($"_posts/2024-{1 + i % 12:00}-{1 + i % 28:00}-post-number-{i}.md", $"""
                ---
                layout: post
                title: "Post number {i}: what was learnt"
                tags: [news, number-{i % 7}]
                ---

                Text of post {i}, with *emphasis* and a [link](https://example.org/{i}).
                """);
        }

        Assert.Equal("500 files: 500 created, 0 updated, 0 unchanged, 0 kept as the blog has them, 0 refused, 0 skipped",
            await _folder.ImportAsync());
        Assert.Equal(1L,
            await _folder.SqlAsync(
            "select count(distinct request_id) from audit.audit_log where request_id like 'import:%' and new_data->>'slug' ~ '^post-number-'"));
        Assert.Equal("IMPORT",
            await _folder.SqlAsync("select string_agg(distinct actor_kind, ', ') from audit.audit_log where new_data->>'slug' ~ '^post-number-'"));
        var changes = await _folder.SqlAsync("select count(*) from audit.audit_log");
        Assert.Equal("500 files: 0 created, 0 updated, 500 unchanged, 0 kept as the blog has them, 0 refused, 0 skipped",
            await _folder.ImportAsync());
        Assert.Equal(changes, await _folder.SqlAsync("select count(*) from audit.audit_log"));
        Assert.Equal(
            "2024-03-03T00:00:00+00:00 PUBLISHED {news,number-2}",
            await _folder.SqlAsync(
                "select (to_json(published_at) #>> '{}') || ' ' || status || ' ' || tags::text from blog.posts_all where slug = 'post-number-2'"));
        Assert.Empty((await database.ExamineAsync()).SelectMany(finding => finding.Problems));
    }

    [Fact]
    public async Task Front_matter_of_jekyll_and_hugo_is_understood()
    {
        _folder.Write("_posts/2020-02-03-jekyll-words.markdown", "---\ntitle: Jekyll's own\ntags: one two\ncategories:\n  - life\n---\nBody\n");
        _folder.Write("_drafts/jekyll-draft.md", "---\ntitle: Half\n---\nBody");
        _folder.Write("content/posts/hugo-toml.md",
            "+++\ntitle = 'Hugo in TOML'\ndate = 2021-05-06T07:08:09+02:00\ndraft = false\ntags = ['a', 'b']\n+++\n\nBody\n");
        _folder.Write("content/posts/hugo-bundle/index.md", "---\nTitle: Bundle\ndate: 2022-01-01\nslug: my-own-slug\n---\nBody");
        _folder.Write("content/posts/hugo-json.md", "{ \"title\": \"Hugo in JSON\", \"draft\": true }\n\nBody");
        _folder.Write("content/posts/_index.md", "---\ntitle: A list\n---\n");
        _folder.Write("plain_words.md", "No front matter at all.");
        _folder.Write("README.md", "# Not a post");
        _folder.Write(".git/notes.md", "hidden");
        var run = await _folder.RunAsync(new("", WithoutFrontMatter: true, IsVerbose: false));
        Assert.Contains("9 files: 6 created, 0 updated, 0 unchanged, 0 kept as the blog has them, 0 refused, 3 skipped", run.Output);
        Assert.All(["1 skipped: a section's page", "1 skipped: in a hidden folder", "1 skipped: without front matter", "1 without a date"],
            line => Assert.Contains(line, run.Output));
        Assert.Equal(
            """
            hugo-json|Hugo in JSON|DRAFT|{}|
            hugo-toml|Hugo in TOML|PUBLISHED|{a,b}|2021-05-06 05:08:09
            jekyll-draft|Half|DRAFT|{}|
            jekyll-words|Jekyll's own|PUBLISHED|{one,two,life}|2020-02-03 00:00:00
            my-own-slug|Bundle|PUBLISHED|{}|2022-01-01 00:00:00
            """.ReplaceLineEndings("\n"),
            await _folder.SqlAsync(
                """
                select string_agg(concat_ws('|', slug, title, status, tags::text, coalesce((published_at at time zone 'UTC')::text, '')), E'\n' order by slug)
                  from blog.posts_all where slug in ('hugo-json', 'hugo-toml', 'jekyll-draft', 'jekyll-words', 'my-own-slug')
                """));
        Assert.Equal("Plain Words", await _folder.SqlAsync("select title from blog.posts_all where slug = 'plain-words'"));
    }

    [Fact]
    public async Task A_changed_file_is_a_new_version_merged_with_what_the_blog_did_and_never_over_it()
    {
        _folder.Write("kept.md", "---\ntitle: Kept\n---\nOld text");
        _folder.Write("edited.md", "---\ntitle: Edited\n---\nOld text");
        _folder.Write("both.md", "---\ntitle: Both\n---\nOld text");
        await _folder.ImportAsync();
        await _folder.SqlAsync("update blog.posts_all set title = 'Edited in the blog' where slug in ('edited', 'both') returning 1");

        _folder.Write("edited.md", "---\ntitle: Edited\n---\nNew text");
        _folder.Write("both.md", "---\ntitle: Both, by the file\n---\nOld text");
        var run = await _folder.RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("3 files: 0 created, 1 updated, 1 unchanged, 0 kept as the blog has them, 1 refused, 0 skipped", run.Output);
        Assert.Contains("both.md: the file and the blog both changed its title since the last import.", run.Output);
        Assert.Equal("Edited in the blog/New text",
            await _folder.SqlAsync("select title || '/' || trim(body) from blog.posts_all where slug = 'edited'"));
        Assert.Equal("Edited in the blog", await _folder.SqlAsync("select title from blog.posts_all where slug = 'both'"));
    }

    [Fact]
    public async Task Files_that_cannot_be_posts_are_refused_one_by_one_with_the_reason()
    {
        _folder.Write("good.md", "---\ntitle: Good\n---\nText");
        _folder.Write("open.md", "---\ntitle: never closed\nText");
        _folder.Write("broken.md", "---\ntitle: [unclosed\n---\nText");
        _folder.Write("toml.md", "+++\ntitle = \n+++\nText");
        _folder.Write("empty-title.md", "---\ntitle: ''\n---\nText");
        _folder.Write("switch.md", "---\ndraft: perhaps\n---\nText");
        _folder.Write("tags.md", "---\ntags: [{a: b}]\n---\nText");
        _folder.Write("fence.md", "---- title: x\n---\nText");
        await File.WriteAllBytesAsync(Path.Combine(_folder.Root, "latin1.md"), [.. "caf"u8, 0xE9]);
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "huge.md"), new string('x', 3 * 1024 * 1024));
        var run = await _folder.RunAsync();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("10 files: 1 created, 0 updated, 0 unchanged, 0 kept as the blog has them, 9 refused, 0 skipped", run.Output);
        Assert.All(
            ["open.md: its front matter has no closing ---", "broken.md: its front matter is no YAML", "toml.md: its front matter is no TOML",
                "empty-title.md: The title must not be empty", "switch.md: `draft` in its front matter is neither true nor false",
                    "tags.md: `tags` in its front matter holds a table without a name",
                "fence.md: its first line looks like the beginning of front matter and is none: ---- title: x",
                "latin1.md: it is not UTF-8", "huge.md: it is larger than 2 MiB"],
            reason => Assert.Contains(reason, run.Output));
    }

    [Fact]
    public async Task Another_blogs_file_of_the_same_name_is_not_taken_for_this_ones()
    {
        _folder.Write("about.md", "---\ntitle: About a\nslug: about-a\n---\nA");
        await _folder.ImportAsync();
        _folder.Write("about.md", "---\ntitle: About b\nslug: about-b\n---\nB");
        Assert.Contains("give each blog a --source of its own", (await _folder.RunAsync()).Output);
        Assert.Contains("1 created", (await _folder.RunAsync(new("b", WithoutFrontMatter: false, IsVerbose: false))).Output);
    }

    [Fact]
    public async Task Who_may_not_write_or_does_not_exist_is_told_so()
    {
        Assert.Contains("needs AUTHOR", (await _folder.RunAsync(user: "guest")).Errors);
        Assert.Contains("no user nobody", (await _folder.RunAsync(user: "nobody")).Errors);
    }
}

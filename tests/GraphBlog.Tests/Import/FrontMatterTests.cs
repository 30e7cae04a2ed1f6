using GraphBlog.GraphApi.Import;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.Tests.Import;

/// <summary>Front matter as Jekyll, Hugo and Zola read it.</summary>
public sealed class FrontMatterTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("--- \ntitle: T\n---\nB")]
    [InlineData("---\t\ntitle: T\n--- \n\nB")]
    [InlineData("--- # a comment\ntitle: T\n---\nB")]
    [InlineData("\n\n---\ntitle: T\n---\nB")]
    [InlineData("---\ntitle: T\n...\nB")]
    [InlineData("+++ \ntitle = 'T'\n+++\nB")]
    [InlineData("+++\r\ntitle = 'T'\r\n+++ \r\nB")]
    [InlineData("---\ntitle: ! 'T'\n---\nB")]
    [InlineData("{ \"title\": \"T\" }\n\nB")]
    public void Every_form_of_a_fence_is_read(string text)
    {
        var file = Of("x.md", text);
        Assert.Equal(("T", "B", PostStatus.Published), (file.Title, file.Body, file.Status));
    }

    [Theory]
    [InlineData("----\ntitle: T\n---\nB")]
    [InlineData("---title: T\n---\nB")]
    [InlineData("++++\nB")]
    [InlineData("---\ntitle: T\nB")]
    public void What_looks_like_a_fence_and_is_none_is_refused(string text) => Assert.Throws<UnreadableFileException>(() => FrontMatter.Parse(text));

    [Theory]
    [InlineData("published: no")]
    [InlineData("draft: yes")]
    [InlineData("draft: On")]
    [InlineData("draft: y")]
    [InlineData("status: draft")]
    [InlineData("status: pending")]
    [InlineData("private: true")]
    [InlineData("publishDate: 2999-01-01")]
    [InlineData("date: 2999-01-01")]
    public void What_is_not_meant_to_be_public_is_a_draft(string line) => Assert.Equal(PostStatus.Draft, Of("x.md", $"---\n{line}\n---\nB").Status);

    [Theory]
    [InlineData("draft: no", PostStatus.Published)]
    [InlineData("published: 2014-03-03", PostStatus.Published)]
    [InlineData("expiryDate: 2020-01-01", PostStatus.Archived)]
    public void Other_words_mean_what_they_say(string line, PostStatus status) => Assert.Equal(status, Of("x.md", $"---\n{line}\n---\nB").Status);

    [Theory]
    [InlineData("x.md", "date: 2013-03-14 10:00 UTC", "2013-03-14T10:00:00")]
    [InlineData("x.md", "date: 2013-03-14 10:00 EST", "2013-03-14T15:00:00")]
    [InlineData("x.md", "date: 2013-03-14 10:00:30 +0530", "2013-03-14T04:30:30")]
    [InlineData("x.md", "date: 20130314", "2013-03-14T00:00:00")]
    [InlineData("x.md", "date: 2013-3-4", "2013-03-04T00:00:00")]
    [InlineData("x.md", "date: March 14, 2013", "2013-03-14T00:00:00")]
    [InlineData("x.md", "pubDate: 2013-03-14T10:00:00Z", "2013-03-14T10:00:00")]
    [InlineData("x.md", "publishDate: 2013-03-14\nlastmod: 2020-01-01", "2013-03-14T00:00:00")]
    [InlineData("2014-3-3-x.md", "lastmod: 2020-01-01", "2014-03-03T00:00:00")]
    [InlineData("x.md", "path: 2014/03/05/y", "2014-03-05T00:00:00")]
    [InlineData("x.md", "lastmod: 2020-01-01", null)]
    public void Dates_are_found_where_people_write_them(string name, string lines, string? date)
        => Assert.Equal(date, Of(name, $"---\n{lines}\n---\nB").PublishedAt?.ToString("s"));

    [Theory]
    [InlineData("2014-3-3-words-here.md", "title: T", "words-here")]
    [InlineData("x.md", "path: blog/y/", "y")]
    [InlineData("post/z/index.md", "title: T", "z")]
    public void The_slug_is_what_the_address_was(string name, string line, string slug) => Assert.Equal(slug, Of(name, $"---\n{line}\n---\nB").Slug);

    [Theory]
    [InlineData("---\ntags: [a, [b, [c]], '', a, ' d ']\n---\n", "a,b,c,d")]
    [InlineData("---\ntags: one two\ncategory: Big Words\n---\n", "one,two,Big Words")]
    [InlineData("---\ntags:\n---\n", "")]
    [InlineData("---\ntags: [{name: n}]\ntag: t\n---\n", "n,t")]
    [InlineData("+++\n[taxonomies]\ntags = ['z', 'y']\ncategories = ['k']\n+++\n", "z,y,k")]
    public void Tags_are_one_flat_list(string text, string tags) => Assert.Equal(tags, string.Join(',', Of("x.md", text).Tags));

    [Fact]
    public void What_a_post_has_no_field_for_is_metadata()
        => Assert.Equal(
            """{"description":"D","aliases":["/old"],"series":{"name":"S"},"lang":"en"}""",
            Of("x.md", "---\ntitle: T\ndescription: D\naliases: [/old]\nseries: {name: S}\nlang: en\ndraft: false\n---\nB").Metadata.GetRawText());

    [Fact]
    public void A_body_keeps_its_form_feeds_and_line_separators()
        => Assert.Equal("a\u2028b\u0085c\fd\ne", FrontMatter.Parse("---\n---\na\u2028b\u0085c\fd\r\ne").Body);

    private static PostFile Of(string name, string text) => PostFile.Of(name, FrontMatter.Parse(text), isInDrafts: false, s_now);
}

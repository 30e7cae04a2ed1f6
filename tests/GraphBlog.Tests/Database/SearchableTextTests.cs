using System.Diagnostics;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>No text is slow to index or impossible to save, and words are found however they are spelt (Sql/Code/1000_search.sql).</summary>
public sealed class SearchableTextTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    // Well under what a statement may take, with room for a busy machine and for writing a megabyte and its entry: the words themselves
    // take a tenth of a second. The parser alone would take many seconds.
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("‹!--")]
    [InlineData("<!--")]
    [InlineData("<!-- a ")]
    [InlineData("<a ")]
    [InlineData("<a href=\"")]
    [InlineData("<?xml ")]
    [InlineData("</")]
    [InlineData("1.2.3-")]
    [InlineData("1e-")]
    [InlineData("-1.")]
    [InlineData("a-")]
    [InlineData("a1-b2.")]
    [InlineData("a@b.c.")]
    [InlineData("http://a.b/")]
    [InlineData("/a")]
    [InlineData("../")]
    [InlineData("&#x")]
    [InlineData("&a;")]
    [InlineData("ü-")]
    [InlineData("字")]
    [InlineData("\u0316\u0300")]
    [InlineData("\u05b0\u05c1\u05bc")]
    [InlineData("\U00010400-")]
    [InlineData("_.~")]
    public async Task A_megabyte_of_anything_is_saved_in_a_moment(string piece)
    {
        var body = string.Concat(Enumerable.Repeat(piece, 1_000_000 / System.Text.Encoding.UTF8.GetByteCount(piece)));
        await using var session = await db.EnterAsync(Acme, Ada);
        var clock = Stopwatch.StartNew();
        await session.ExecuteAsync(InsertPost(Acme, Ada, $"s-{Guid.NewGuid():n}").Replace("'Text'", $"'{body}'"));
        Assert.True(clock.Elapsed < s_bound, $"{piece}: {clock.Elapsed}");
    }

    [Fact]
    public async Task Random_mixtures_of_what_the_parser_knows_are_saved_in_a_moment()
    {
        string[] atoms = ["<", ">", "!--", "a", "Z", "9", ".", "-", "/", "://", "@", "_", "&", ";", "#", "=", "\"", "+", "e", " ", "\n", "é", "字", "\u0301"];
        var random = new Random(20_261_126);
        await using var session = await db.EnterAsync(Acme, Ada);
        for (var round = 0; round < 40; round++)
        {
            var piece = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => atoms[random.Next(atoms.Length)]));
            var clock = Stopwatch.StartNew();
            await session.ScalarAsync($"select blog.body_words(repeat('{piece}', 100000 / {piece.Length} + 1))");
            Assert.True(clock.Elapsed < s_bound, $"{piece}: {clock.Elapsed}");
        }
    }

    [Fact]
    public async Task A_body_with_more_words_than_a_document_holds_is_found_by_those_it_begins_with()
    {
        // 33,000 long words, each different: too much even for 100,000 characters, were they not four bytes each
        const string Body = "'beginning ' || (select string_agg(chr(66560 + n % 40) || chr(66560 + n / 40 % 40) || chr(66560 + n / 1600) || '-' || chr(66600 + n % 40), ' ') from generate_series(1, 33000) n)";
        await using var session = await db.EnterAsync(Acme, Ada);
        var id = await session.ScalarAsync($"{InsertPost(Acme, Ada, "too-much").Replace("'Text'", Body)} returning id");
        Assert.Equal([(long)id!], await session.ColumnAsync<long>("select id from app.search_posts('beginning')"));
    }

    [Theory]
    [InlineData("café", "cafe")]
    [InlineData("cafe", "café")]
    [InlineData("cafe\u0301s", "café")]
    [InlineData("Ångström", "angstrom")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Ελλάδα", "ελλαδα")]
    [InlineData("한국어", "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165")]
    [InlineData("co\u00adoperate", "cooperate")]
    [InlineData("List<string>", "string")]
    public async Task A_word_is_found_however_it_is_spelt(string written, string sought)
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        foreach (var (title, body) in new[] { (written, "Text"), ("x", $"See {written}.") })
        {
            var id = await session.ScalarAsync($"{InsertPost(Acme, Ada, $"s-{Guid.NewGuid():n}", title).Replace("'Text'", $"'{body}'")} returning id");
            Assert.Contains((long)id!, await session.ColumnAsync<long>($"select id from app.search_posts('{sought}')"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("List<string> & <b>")]
    [InlineData("Résumé of a bug")]
    [InlineData("İıŁø ß 한국어 \u1112\u1161\u11ab e\u0301 a\u00adb")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("é12345678901234567890123456789012345678901234567890123456789012<x")]
    [InlineData("é123456789012345678901234567890123456789012345678901234567890123 and 0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task What_is_prepared_for_search_is_what_documents_of_before_hold(string text)
        => Assert.Equal(
            await db.OwnerScalarAsync($$"""
                select case when octet_length(t) = char_length(t) then t
                            else normalize(regexp_replace(normalize(translate(t, 'øØłŁđĐħĦıŧŦ', 'oOlLdDhHitT'), nfd), '[\u0300-\u036f\u00ad]+', '', 'g'), nfc) end
                from (select regexp_replace(translate('{{text}}', '<', ' '), '\S{64}', '\& ', 'g')) v (t)
                """),
            await db.OwnerScalarAsync($"select blog.searchable('{text}')"));

    [Theory]
    [InlineData("An honest text, with e-mail@example.org, https://example.org/a/b?c=d, well-known words, 3.14 and C#.")]
    [InlineData("Zeile für Zeile; 日本語 ist auch dabei.")]
    public async Task Words_of_plain_text_are_what_they_were(string text)
        => Assert.Equal(true, await db.OwnerScalarAsync(
            $"select blog.body_words('{text}') = to_tsvector('english', normalize(regexp_replace(normalize('{text}', nfd), '[\\u0300-\\u036f]', '', 'g'), nfc))"));
}

using System.Buffers.Text;
using System.Text;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphQL;

namespace GraphBlog.Engine.Tests;

public class KeysetTests
{
    private sealed record Row(int A, string B, DateTimeOffset C, long Id);

    private sealed record Gaps(string? Text, int? Number, long Id);

    private enum Colour { Red, Green = 5 }

    private sealed record Everything(string Text, int Number, long Big, DateTimeOffset Moment, double Floating, Colour Colour);

    [Fact]
    public void For_every_mix_of_directions_what_lies_beyond_a_row_is_exactly_what_follows_or_precedes_it()
    {
        var start = new DateTimeOffset(2026, 11, 23, 4, 46, 50, TimeSpan.Zero);
        var rows = Enumerable.Range(0, 54).Select(n => new Row(n % 3, "xyz"[n / 3 % 3].ToString(), start.AddTicks(n / 9 % 3 * 10), n))
            .ToList();
        for (var mix = 0; mix < 16; mix++)
        {
            var ordered = Order(rows.AsQueryable(), mix);
            var keys = KeysetOrdering.KeysOf(ordered);
            Assert.Equal([(mix & 1) != 0, (mix & 2) != 0, (mix & 4) != 0, (mix & 8) != 0], keys.Select(key => key.IsDescending));
            var sorted = ordered.ToList();
            foreach (var (index, row) in sorted.Index())
            {
                var values = keys.Select(key => key.ValueOf(row)).ToList();
                var after = KeysetPredicate.Build<Row>(keys, values, isAfter: true, canCompareRows: false);
                var before = KeysetPredicate.Build<Row>(keys, values, isAfter: false, canCompareRows: false);
                Assert.Equal(sorted[(index + 1)..], sorted.AsQueryable().Where(after));
                Assert.Equal(sorted[..index], sorted.AsQueryable().Where(before));
            }
        }
    }

    [Fact]
    public void A_cursor_brings_back_every_kind_of_key_exactly()
    {
        var row = new Everything("1:ü\"\n,", -5, long.MinValue,
            new DateTimeOffset(2026, 11, 23, 4, 46, 50, TimeSpan.FromHours(2)).AddTicks(1234567), 0.1 + 0.2, Colour.Green);
        var keys = typeof(Everything).GetProperties().Select(property => new KeysetKey(property, false)).ToList();

        var cursor = Cursor.Writer<Everything>(keys)(row);
        var values = Cursor.Read(cursor, "after", keys);

        Assert.Equal(keys.Select(key => key.ValueOf(row)), values);
        Assert.Equal(TimeSpan.Zero, ((DateTimeOffset)values[3]!).Offset);
        Assert.Matches("^[A-Za-z0-9_-]+$", cursor);
    }

    [Fact]
    public void A_cursor_that_was_given_out_before_is_still_read()
    {
        KeysetKey[] keys = [new(typeof(Row).GetProperty("A")!, false), new(typeof(Row).GetProperty("Id")!, true)];
        Assert.Equal([5, 42L], Cursor.Read("Mjk5OWZiYTcxOjUyOjQy", "after", keys));
    }

    [Fact]
    public void A_cursor_holds_missing_keys_and_only_where_a_key_may_be_missing()
    {
        var keys = typeof(Gaps).GetProperties().Select(property => new KeysetKey(property, false)).ToList();
        var cursor = Cursor.Writer<Gaps>(keys)(new(null, null, 3));
        Assert.Equal([null, null, 3L], Cursor.Read(cursor, "after", keys));
        Assert.Equal(["-:", 0, 3L], Cursor.Read(Cursor.Writer<Gaps>(keys)(new("-:", 0, 3)), "after", keys));
        Assert.Throws<InvalidOperationException>(() => new KeysetKey(typeof(Row).GetProperty("B")!, false).ValueOf(new Row(1, null!, default, 1)));

        var text = Base64Url.DecodeFromChars(cursor);
        var broken = Encoding.UTF8.GetString(text).Replace("1:3", "-:");
        Assert.Throws<ExecutionError>(
            () => Cursor.Read(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(broken)), "after", keys));
    }

    [Fact]
    public void A_cursor_changed_anywhere_is_read_or_refused_but_never_breaks_the_reader()
    {
        var row = new Everything("text", 1, 2, DateTimeOffset.UnixEpoch, 1, Colour.Red);
        var keys = typeof(Everything).GetProperties().Select(property => new KeysetKey(property, false)).ToList();
        var cursor = Cursor.Writer<Everything>(keys)(row);
        var (read, refused) = (0, 0);
        for (var index = 0; index < cursor.Length; index++)
        {
            foreach (var changed in new[] { cursor[..index], cursor.Remove(index, 1), $"{cursor[..index]}9{cursor[(index + 1)..]}",
                $"{cursor[..index]}_{cursor[(index + 1)..]}", cursor.Insert(index, "é"), cursor.Insert(index, "MTA6") })
            {
                try
                {
                    Assert.Equal(keys.Count, Cursor.Read(changed, "after", keys).Count);
                    read++;
                }
                catch (ExecutionError)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > read, $"{refused} refused, {read} read");
    }

    [Theory]
    [InlineData(typeof(string), "a\0b")]
    [InlineData(typeof(Colour), "4")]
    [InlineData(typeof(int), "2147483648")]
    [InlineData(typeof(DateTimeOffset), "9223372036854775807")]
    [InlineData(typeof(DateTimeOffset), "-1")]
    public void A_value_that_the_database_or_the_type_cannot_hold_is_not_read(Type type, string text)
        => Assert.False(CursorValue.TryParse(text, type, out _));

    private static IQueryable<Row> Order(IQueryable<Row> rows, int mix)
    {
        var byA = (mix & 1) == 0 ? rows.OrderBy(row => row.A) : rows.OrderByDescending(row => row.A);
        var byB = (mix & 2) == 0 ? byA.ThenBy(row => row.B) : byA.ThenByDescending(row => row.B);
        var byC = (mix & 4) == 0 ? byB.ThenBy(row => row.C) : byB.ThenByDescending(row => row.C);
        return (mix & 8) == 0 ? byC.ThenBy(row => row.Id) : byC.ThenByDescending(row => row.Id);
    }
}

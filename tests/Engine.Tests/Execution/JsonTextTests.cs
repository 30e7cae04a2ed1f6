using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Execution.Responses;
using GraphBlog.Engine.Scalars;
using GraphQL.Types;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>What is written by hand is byte for byte what System.Text.Json and the scalars write.</summary>
public sealed class JsonTextTests
{
    private static readonly char[] s_odd =
        [.. "\"\\/\b\f\n\r\t\0\u001f\u007f\u0080\u00a0\u00ad\u2028\ue000\ufffd\uffff\ud83d\ude00\udc00<'&+`é漢 "];

    [Fact]
    public void Every_character_alone_is_written_as_the_serialiser_writes_it()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            var text = ((char)code).ToString();
            if (Stock(writer => writer.WriteStringValue(text)) != Ours(buffer => ScalarWriter.Write(buffer, text)))
            {
                Assert.Fail($"U+{code:X4}");
            }
        }
    }

    [Fact]
    public void Any_text_is_written_as_the_serialiser_writes_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Create(random.Next(40), random, (span, from) =>
            {
                foreach (ref var character in span)
                {
                    character = from.Next(3) == 0 ? s_odd[from.Next(s_odd.Length)] : (char)from.Next(0x20, 0x7f);
                }
            });
            Assert.Equal(Stock(writer => writer.WriteStringValue(text)), Ours(buffer => ScalarWriter.Write(buffer, text)));
        }
    }

    [Fact]
    public void Long_text_grows_the_buffer_and_what_stands_before_it_stays()
    {
        var text = new string('x', 100_000) + "\n" + new string('ü', 100_000);
        var written = Ours(buffer => ScalarWriter.Write(buffer, 1) & ScalarWriter.Write(buffer, text));
        Assert.Equal("1" + Stock(writer => writer.WriteStringValue(text)), written);
    }

    [Fact]
    public void What_is_taken_back_across_pieces_is_gone_and_the_next_takes_its_place()
    {
        using var buffer = new ResponseBuffer();
        ScalarWriter.Write(buffer, 1);
        ScalarWriter.Write(buffer, new string('x', 300_000));
        Assert.Equal(300_003, buffer.Length);
        buffer.Length = 1;
        ScalarWriter.Write(buffer, new string('y', 100_000));
        Assert.Equal($"1\"{new string('y', 100_000)}\"", Text(buffer));
    }

    [Theory]
    [InlineData(-0.0)]
    [InlineData(1e300)]
    [InlineData(0.1)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(123456789.125)]
    public void Numbers_are_written_as_the_serialiser_writes_them(double number)
        => Assert.Equal(Stock(writer => writer.WriteNumberValue(number)), Ours(buffer => ScalarWriter.Write(buffer, number)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_json_has_no_number_for_is_an_error_and_nothing_is_written(double number)
    {
        using var buffer = new ResponseBuffer();
        Assert.Throws<InvalidOperationException>(() => ScalarWriter.Write(buffer, number));
        Assert.Throws<InvalidOperationException>(() => ScalarWriter.Write(buffer, new FloatGraphType(), number));
        Assert.Equal(0, buffer.Length);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Whole_numbers_keep_all_their_digits(long number)
        => Assert.Equal(number.ToString(CultureInfo.InvariantCulture), Ours(buffer => ScalarWriter.Write(buffer, number)));

    [Theory]
    [InlineData("2026-11-23T04:46:50Z")]
    [InlineData("2026-11-23T04:46:50.123456Z")]
    [InlineData("2026-11-23T04:46:50.1+05:30")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999+12:00")]
    public void Moments_are_written_as_their_scalar_writes_them(string text)
    {
        var moment = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.None);
        Assert.Equal($"\"{DateTimeType.Format(moment)}\"", Ours(buffer => ScalarWriter.Write(buffer, moment)));
    }

    [Fact]
    public void A_failed_write_leaves_nothing_for_the_next_one()
    {
        using var buffer = new ResponseBuffer();
        Assert.Throws<ToyException>(() => buffer.WriteJson(0, (writer, _) =>
        {
            writer.WriteStartArray();
            throw new ToyException("half way");
        }));
        buffer.Length = 0;
        buffer.WriteJson("next", (writer, text) => writer.WriteStringValue(text));
        Assert.Equal("\"next\"", Text(buffer));
    }

    private static string Ours(Func<ResponseBuffer, bool> write)
    {
        using var buffer = new ResponseBuffer();
        Assert.True(write(buffer));
        return Text(buffer);
    }

    private static string Text(ResponseBuffer buffer) => Encoding.UTF8.GetString([.. buffer.Pieces.SelectMany(piece => piece.ToArray())]);

    private static string Stock(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, ResponseBuffer.JsonOptions);
        write(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}

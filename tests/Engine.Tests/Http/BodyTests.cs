using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

public sealed class BodyTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_body_may_have_one_mebibyte_and_no_more()
    {
        string Body(int bytes) => """{"query":"{ hello }","x":""" + $"\"{new string('x', bytes - 28)}\"}}";
        Assert.Equal(200, (await _server.PostAsync(Body(1024 * 1024))).Status);
        var answer = await _server.PostAsync(Body((1024 * 1024) + 1));
        Assert.Equal(413, answer.Status);
        Assert.Equal("BODY_TOO_LARGE", answer.Code);
        Assert.Contains("1048576", answer.Message);
        Assert.False(answer.HasData);
    }

    [Fact]
    public async Task A_chunked_body_is_bounded_too()
    {
        var content = new StreamContent(new EndlessStream(2 * 1024 * 1024));
        content.Headers.ContentType = new("application/json");
        var answer = await _server.SendAsync(HttpMethod.Post, _server.Url, content, null, ("Transfer-Encoding", "chunked"));
        Assert.Equal(413, answer.Status);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("identity, gzip")]
    public async Task An_encoded_body_is_refused(string encoding)
    {
        var answer = await _server.PostAsync("""{"query":"{ hello }"}""", null, ("Content-Encoding", encoding));
        Assert.Equal(415, answer.Status);
        Assert.Equal("identity", answer.Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task Where_the_host_decompresses_the_limit_counts_what_comes_out()
    {
        await using var server = await TestServer.StartAsync(
            services: s => s.AddRequestDecompression(), pipeline: app => app.UseRequestDecompression());
        Assert.Equal(200, (await PostGzipAsync(server, """{"query":"{ hello }"}""")).Status);
        var bomb = await PostGzipAsync(server, """{"query":"{ hello }","x":""" + $"\"{new string('x', 50_000_000)}\"}}");
        Assert.Equal(413, bomb.Status);
        Assert.False(bomb.HasData);
    }

    private static async Task<Answer> PostGzipAsync(TestServer server, string body)
    {
        var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(body));
        }

        var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return await server.SendAsync(HttpMethod.Post, server.Url, content);
    }

    private sealed class EndlessStream(int length) : Stream
    {
        private int _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(count, _left);
            Array.Fill(buffer, (byte)' ', offset, read);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

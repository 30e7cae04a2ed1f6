using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

public sealed class SocketOriginTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(
        services: s => s.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins("https://app.example"))));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("http://HOST")]
    [InlineData("https://HOST")]
    [InlineData("https://app.example")]
    public async Task A_page_of_this_host_or_of_an_allowed_origin_may_open_a_socket(string origin)
    {
        await using var client = await OpenAsync(origin);
        await client.SendAsync(SocketClient.Init);
        Assert.Equal(SocketClient.Ack, await client.NextAsync());
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("http://HOST.evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    [InlineData("nonsense")]
    public async Task Another_page_may_not(string origin)
    {
        var client = new ClientWebSocket();
        client.Options.CollectHttpResponseDetails = true;
        client.Options.AddSubProtocol(SocketClient.Protocol);
        client.Options.SetRequestHeader("Origin", origin.Replace("HOST", _server.Url.Authority));
        await Assert.ThrowsAsync<WebSocketException>(
            () => client.ConnectAsync(new Uri(_server.Url.ToString().Replace("http", "ws")), CancellationToken.None));
        Assert.Equal(HttpStatusCode.Forbidden, client.HttpStatusCode);
    }

    [Fact]
    public async Task Without_a_policy_only_this_hosts_pages_may()
    {
        await using var server = await TestServer.StartAsync();
        var url = server.Url.ToString();
        await using var own = await SocketClient.OpenAsync(url, headers: ("Origin", $"http://{server.Url.Authority}"));
        await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenAsync(url, headers: ("Origin", "https://app.example")));
    }

    private Task<SocketClient> OpenAsync(string origin)
        => SocketClient.OpenAsync(_server.Url.ToString(), headers: ("Origin", origin.Replace("HOST", _server.Url.Authority)));
}

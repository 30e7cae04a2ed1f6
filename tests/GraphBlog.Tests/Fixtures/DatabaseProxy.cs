using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>What lies between a server and its PostgreSQL, to be cut, or to swallow what is sent.</summary>
public sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _open = [];
    private readonly CancellationTokenSource _end = new();

    /// <param name="behind">A connection string; PostgreSQL's port at 127.0.0.1 is taken from it.</param>
    public DatabaseProxy(string behind)
    {
        Port = new NpgsqlConnectionStringBuilder(behind).Port;
        _listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(behind)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        }.ConnectionString;
        _ = AcceptAsync();
    }

    /// <summary>The same database, by way of here.</summary>
    public string ConnectionString { get; }

    /// <summary>PostgreSQL's port.</summary>
    public int Port { get; set; }

    /// <summary>Whether what is sent either way is taken and goes nowhere.</summary>
    public bool Swallows { get; set; }

    /// <summary>How many times the connection is to be cut when COMMIT has been done, before its answer passes.</summary>
    public int CutsAfterCommit { get; set; }

    /// <summary>How many times the connection is to be cut when COMMIT is on its way, before it arrives.</summary>
    public int CutsBeforeCommit { get; set; }

    /// <summary>What PostgreSQL's answers say, and what of the same length they are made to say instead; null for nothing.</summary>
    public (string Said, string Instead)? Alters { get; set; }

    /// <summary>Ends all connections.</summary>
    public void Cut()
    {
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Cut();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_end.Token);
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            lock (_open)
            {
                _open.AddRange([client, server]);
            }

            _ = ServeAsync(client, server);
        }
    }

    private async Task ServeAsync(Socket client, Socket server)
    {
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Port);
            await Task.WhenAny(PassAsync(client, server, isAnswer: false), PassAsync(server, client, isAnswer: true));
        }
        catch (SocketException)
        {
            // PostgreSQL is not there
        }

        client.Dispose();
        server.Dispose();
    }

    private async Task PassAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                if (!isAnswer && CutsBeforeCommit > 0 && buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0)
                {
                    CutsBeforeCommit--;
                    return;
                }

                if (isAnswer && CutsAfterCommit > 0 && buffer.AsSpan(0, read).IndexOf("COMMIT\0"u8) >= 0)
                {
                    CutsAfterCommit--;
                    return;
                }

                if (isAnswer && Alters is { } alters && buffer.AsSpan(0, read).IndexOf(Encoding.UTF8.GetBytes(alters.Said)) is >= 0 and var at)
                {
                    Encoding.UTF8.GetBytes(alters.Instead).CopyTo(buffer, at);
                }

                if (!Swallows)
                {
                    await to.SendAsync(buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // cut
        }
    }
}

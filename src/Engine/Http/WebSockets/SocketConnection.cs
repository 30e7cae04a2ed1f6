using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Limits;

namespace GraphBlog.Engine.Http.WebSockets;

/// <summary>One socket, from the moment it is open. Source: github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.</summary>
internal sealed class SocketConnection(
    HttpContext http, WebSocket socket, RequestExecutor executor, ExecutionGate gate, ErrorFilter errors, ClientPatience clients,
    RateLimits limits, GraphQLServerOptions options)
    : IDisposable
{
    private const int BufferSize = 4096;

    // For the client to answer the end, before it is cut off.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _receiving = new();
    private readonly SocketWriter _writer = new(socket, http.Abort, clients, options.MaxAnswerBytes);
    private readonly HttpRequestInterceptor? _interceptor = http.RequestServices.GetService<HttpRequestInterceptor>();
    private readonly CancellationTokenSource _over = new();
    private SocketOperations? _operations;
    private IDisposable? _counted;
    private Task _watch = Task.CompletedTask;
    private bool _isInitialised;

    /// <summary>Serves the client until either side ends the connection, or it is torn.</summary>
    /// <param name="stopping">The server stops.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(options.ConnectionInitializationTimeout);
        try
        {
            await using (deadline.Token.Register(() => _ = EndUninitialisedAsync()))
            await using (stopping.Register(() => _ = CloseAsync(SocketClosure.GoingAway, "The server stops.")))
            {
                await ReceiveAllAsync();
            }
        }
        finally
        {
            await EndOperationsAsync();
            _counted?.Dispose();
        }
    }

    /// <summary>Whatever ended the receiving: a subscription that outlives its socket would read the database for nobody.</summary>
    private async Task EndOperationsAsync()
    {
        if (_operations is not null)
        {
            await _over.CancelAsync();
            await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _operations.StopAll();
            await _operations.EndedAsync();
            await (_interceptor?.OnCompletedAsync(http) ?? default);
        }
    }

    /// <summary>Ends the connection, if it has not ended.</summary>
    public Task CloseAsync(int code, string reason)
    {
        if (_writer.IsClosed)
        {
            return Task.CompletedTask;
        }

        _receiving.CancelAfter(s_grace);
        _operations?.StopAll();
        return _writer.CloseAsync(code, reason);
    }

    public void Dispose()
    {
        _receiving.Dispose();
        _over.Dispose();
    }

    /// <summary>Ends the connection when its client may go on no more: a client that knows the code comes back, with a token that counts.</summary>
    private async Task WatchAsync()
    {
        var refusal = await new Admission(_interceptor, http, options.RecheckInterval).EndsAsync(_over.Token);
        var closure = SocketClosure.Of(errors.OnError(refusal, operationName: null, http.TraceIdentifier));
        await CloseAsync(closure.Code, closure.Message);
    }

    private Task EndUninitialisedAsync() => _isInitialised
        ? Task.CompletedTask
        : CloseAsync(SocketClosure.InitializationTimeout, "Connection initialisation timeout");

    private async Task ReceiveAllAsync()
    {
        try
        {
            while (await ReceiveAsync() is { } message)
            {
                await TakeAsync(message);
            }

            await CloseAsync((int)WebSocketCloseStatus.NormalClosure, "");
        }
        catch (Exception e) when (SocketWriter.IsGone(e))
        {
            // Torn, or cut off: nobody is left to tell.
        }
        catch (Exception e)
        {
            var error = errors.OnError(e, operationName: null, http.TraceIdentifier);
            await CloseAsync(SocketClosure.InternalError, $"{error.Message} ({error.CorrelationId})");
        }
    }

    /// <summary>The next message; null when the client ends the connection. Past an end of ours what comes is dropped.</summary>
    private async Task<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        var message = new ArrayBufferWriter<byte>(BufferSize);
        while (true)
        {
            var received = await socket.ReceiveAsync(message.GetMemory(1), _receiving.Token);
            message.Advance(received.Count);
            switch (received.MessageType)
            {
                case WebSocketMessageType.Close:
                    return null;
                case WebSocketMessageType.Binary:
                    await CloseAsync(SocketClosure.BadRequest, "Messages are text, not binary.");
                    break;
                case WebSocketMessageType.Text when message.WrittenCount > options.MaxBodyBytes:
                    await CloseAsync(SocketClosure.MessageTooBig, $"The message is larger than the limit of {options.MaxBodyBytes} bytes.");
                    break;
            }

            if (_writer.IsClosed)
            {
                message.ResetWrittenCount();
            }
            else if (received.EndOfMessage)
            {
                return message.WrittenMemory;
            }
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            await TakeAsync(SocketMessage.Read(utf8.Span));
        }
        catch (SocketClosure closure)
        {
            await CloseAsync(closure.Code, closure.Message);
        }
        catch (GraphQLRequestException malformed)
        {
            await CloseAsync(SocketClosure.BadRequest, malformed.Message);
        }
    }

    private Task TakeAsync(SocketMessage message)
    {
        switch (message.Type)
        {
            case SocketMessage.ConnectionInit:
                return InitialiseAsync(RequestParser.TextMap(message.Payload, "payload"));
            case SocketMessage.Ping:
                Action<Utf8JsonWriter>? echo = RequestParser.TextMap(message.Payload, "payload") is { } payload ? payload.WriteTo : null;
                return _writer.SendAsync(SocketMessage.Pong, id: null, echo, CancellationToken.None);
            case SocketMessage.Pong:
                return Task.CompletedTask;
            case SocketMessage.Subscribe when _operations is null:
                throw new SocketClosure(SocketClosure.Unauthorized, "Unauthorized");
            case SocketMessage.Subscribe:
                const OperationKinds All = OperationKinds.Query | OperationKinds.Mutation | OperationKinds.Subscription;
                return _operations.StartAsync(message.RequireId(), RequestParser.Parse(message.Payload, All, http.TraceIdentifier));
            case SocketMessage.Complete:
                _operations?.Stop(message.RequireId());
                return Task.CompletedTask;
            default:
                throw new SocketClosure(SocketClosure.BadRequest, $"A client sends no message `{message.Type}`.");
        }
    }

    private async Task InitialiseAsync(JsonElement? payload)
    {
        if (_isInitialised)
        {
            throw new SocketClosure(SocketClosure.TooManyInitializations, "Too many initialisation requests");
        }

        _isInitialised = true;
        Payer? payer;
        try
        {
            await gate.LetInAsync(
                async limit =>
                {
                    await (_interceptor?.OnConnectAsync(http, payload, limit.Token) ?? default);
                    return true;
                },
                http.RequestAborted,
                leave: null,
                HttpRequestInterceptor.LaneOfAddress(http));
            payer = _interceptor?.PayerOf(http);
            _counted = payer is { } counted ? limits.Connect(counted) : null;
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw SocketClosure.Of(errors.OnError(e, operationName: null, http.TraceIdentifier));
        }

        var lane = _interceptor is null ? "" : _interceptor.Lane(http) ?? HttpRequestInterceptor.LaneOfAddress(http);
        var caller = payer is { } paying ? new Caller(lane, limits, paying) : new Caller(lane);
        _operations = new(executor, gate, errors, _writer, http.RequestServices, options.MaxSubscriptionsPerConnection, caller);
        await _writer.SendAsync(SocketMessage.ConnectionAck, id: null, payload: null, CancellationToken.None);
        _watch = WatchAsync();
    }
}

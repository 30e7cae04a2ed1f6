using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Limits;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Http.WebSockets;

/// <summary>Opens sockets.</summary>
internal sealed class SocketEndpoint(
    RequestExecutor executor, ExecutionGate gate, ErrorFilter errors, ClientPatience clients, RateLimits limits,
    IHostApplicationLifetime host, IOptions<GraphQLServerOptions> options)
{
    private const string Protocol = "graphql-transport-ws";

    private readonly GraphQLServerOptions _options = options.Value;

    public async Task HandleAsync(HttpContext http)
    {
        if (!await Origins.IsAllowedAsync(http))
        {
            var error = new GraphQLError("A page of this origin may not open a socket here.", ErrorCodes.OriginNotAllowed);
            var refused = OperationResult.Refused(StatusCodes.Status403Forbidden, error);
            await JsonAnswer.WriteAsync(http, [refused], batch: false, MediaTypes.Json);
            return;
        }

        var isOffered = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = isOffered ? Protocol : null,
            KeepAliveInterval = _options.KeepAliveInterval,
            KeepAliveTimeout = _options.KeepAliveInterval,
        });
        using var connection = new SocketConnection(http, socket, executor, gate, errors, clients, limits, _options);
        if (!isOffered)
        {
            await connection.CloseAsync(SocketClosure.SubprotocolNotAcceptable, "Subprotocol not acceptable");
        }

        await connection.RunAsync(host.ApplicationStopping);
    }
}

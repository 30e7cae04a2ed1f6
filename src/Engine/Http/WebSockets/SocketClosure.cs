using System.Net.WebSockets;
using GraphBlog.Engine.Execution;

namespace GraphBlog.Engine.Http.WebSockets;

/// <summary>Ends a socket. Source of the codes from 4400: the protocol graphql-transport-ws; of those below: RFC 6455, section 7.4.</summary>
internal sealed class SocketClosure(int code, string reason) : Exception(reason)
{
    /// <summary>What the client sent is not of the protocol.</summary>
    public const int BadRequest = 4400;

    /// <summary>The client asked for an operation before it was let in.</summary>
    public const int Unauthorized = 4401;

    /// <summary>The client is not let in.</summary>
    public const int Forbidden = 4403;

    /// <summary>The client does not offer this protocol.</summary>
    public const int SubprotocolNotAcceptable = 4406;

    /// <summary>The client did not ask in time to be let in.</summary>
    public const int InitializationTimeout = 4408;

    /// <summary>An operation with the same id is running.</summary>
    public const int SubscriberAlreadyExists = 4409;

    /// <summary>The client asked twice to be let in.</summary>
    public const int TooManyInitializations = 4429;

    /// <summary>The client, or its organisation, has too many connections, or asks for too much. Clients of the protocol do not come back by
    /// themselves after it.</summary>
    public const int TooManyRequests = 4429;

    /// <summary>The server stops.</summary>
    public const int GoingAway = (int)WebSocketCloseStatus.EndpointUnavailable;

    /// <summary>The message is larger than allowed.</summary>
    public const int MessageTooBig = (int)WebSocketCloseStatus.MessageTooBig;

    /// <summary>A fault of the server.</summary>
    public const int InternalError = (int)WebSocketCloseStatus.InternalServerError;

    /// <summary>The server is too busy just now. Source: IANA's registry of close codes.</summary>
    public const int TryAgainLater = 1013;

    /// <summary>One of the codes above.</summary>
    public int Code { get; } = code;

    /// <summary>Tells a client that is not let in why, and whether it is any use to come back.</summary>
    public static SocketClosure Of(GraphQLError refusal) => refusal.Status switch
    {
        StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => new(TryAgainLater, refusal.Message),
        StatusCodes.Status429TooManyRequests => new(TooManyRequests, refusal.Message),
        >= StatusCodes.Status500InternalServerError => new(InternalError, $"{refusal.Message} ({refusal.CorrelationId})"),
        _ => new(Forbidden, $"Forbidden: {refusal.Message}"),
    };
}

using System.Text.Json;

namespace GraphBlog.Engine.Execution;

/// <summary>One operation to execute.</summary>
/// <param name="Query">The document's source text.</param>
/// <param name="OperationName">Which operation of the document; null when it has only one.</param>
/// <param name="Variables">A JSON object; null when none were sent.</param>
/// <param name="Allowed">The kinds of operation that are let in: GET takes no mutation, and one JSON answer holds no subscription.</param>
/// <param name="CorrelationId">Joins an unexpected error's answer with its log entry.</param>
/// <param name="Size">Of the request as it was sent, in bytes; 0 where it cannot be large.</param>
public sealed record GraphQLRequest(
    string Query, string? OperationName, JsonElement? Variables, OperationKinds Allowed, string CorrelationId, int Size = 0);

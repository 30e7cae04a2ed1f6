namespace GraphBlog.Engine.Mutations;

/// <summary>What a mutation answered: its result, or the errors it declares with <see cref="ErrorAttribute{TError}"/>.</summary>
/// <param name="Value">The result, null when it failed.</param>
/// <param name="Errors">The declared exceptions it failed with, null when it succeeded.</param>
public sealed record MutationPayload(object? Value, IReadOnlyList<Exception>? Errors);

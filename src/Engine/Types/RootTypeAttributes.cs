namespace GraphBlog.Engine.Types;

/// <summary>The public static methods of the marked static class are fields of the query root type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>
/// The public static methods of the marked static class are mutations, under the mutation convention: one argument
/// <c>input</c>, one payload, and typed errors from <see cref="Mutations.ErrorAttribute{TError}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>
/// The public static methods of the marked static class, each answering an <see cref="IAsyncEnumerable{T}"/>, are subscriptions. A
/// method's items are the values of its field, and its services live as long as the subscription; the fields below are resolved in a
/// scope of each item's own. Its <see cref="CancellationToken"/> is cancelled when the client leaves.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

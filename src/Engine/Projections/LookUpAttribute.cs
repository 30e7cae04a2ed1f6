using GraphBlog.Engine.Relay;

namespace GraphBlog.Engine.Projections;

/// <summary>
/// The field answers the object whose id is its argument <c>id</c>, found by one look-up by key
/// and nothing else; or a page, read by one statement. What a client asks below it that needs no more than the ids is then read in the same
/// round trip, and of the same snapshot. The parameter is marked with <see cref="IDAttribute{T}"/> of the object's type. A page that cannot
/// be read so, being filtered for instance, says <see cref="QueryContext{T}.ReadAloneAsync"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LookUpAttribute : Attribute;

namespace GraphBlog.Engine.Relay;

/// <summary>
/// The method finds an object by its key, given as the parameter <c>id</c>, and answers null when there is none. It makes the
/// object's type a Node, to be had from the root fields <c>node</c> and <c>nodes</c>. In a class with
/// <see cref="Types.QueryTypeAttribute"/> the method is a root field as well; in one with
/// <see cref="Types.ObjectTypeAttribute{T}"/> it is no field. Answer a loader's result, so that <c>nodes</c> reads in batches.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;

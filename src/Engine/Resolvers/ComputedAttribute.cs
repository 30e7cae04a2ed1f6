namespace GraphBlog.Engine.Resolvers;

/// <summary>
/// The field's method computes from what was read, and reads nothing. It is called when all that the operation reads has been read, and
/// the snapshot, with the connection under it, has been given back: what takes long then keeps no other request from the database. It
/// answers a scalar or an enum, since below an object more could be read, and no loader's result.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ComputedAttribute : Attribute;

namespace GraphBlog.Engine.Types;

/// <summary>The annotated C# cannot be made into a schema; thrown at start, and the message names the member.</summary>
public sealed class SchemaException(string message) : Exception(message);

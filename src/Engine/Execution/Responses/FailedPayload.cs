using GraphBlog.Engine.Execution.Plans;
using GraphQL.Types;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>The payload of a mutation that failed otherwise than it declares: an object of nulls.</summary>
internal static class FailedPayload
{
    /// <summary>
    /// Writes the object. The error is that of its first field that is asked for, and the payload's own where none is but __typename.
    /// </summary>
    public static FieldError Write(ResponseBuffer buffer, FieldPlan payload, Exception failure, ResponsePath path)
    {
        var fields = payload.Selection!.For((IObjectGraphType)payload.NamedType).Fields;
        buffer.Write((byte)'{');
        for (var i = 0; i < fields.Length; i++)
        {
            buffer.Write(i == 0 ? fields[i].Key.AsSpan(1) : fields[i].Key);
            if (fields[i].IsTypeName)
            {
                _ = fields[i].Leaf!(payload, buffer);
            }
            else
            {
                buffer.Write("null"u8);
            }
        }

        buffer.Write((byte)'}');
        var first = Array.Find(fields, field => !field.IsTypeName);
        return first is null
            ? new FieldError(failure, payload.Syntax, path.ToList())
            : new FieldError(failure, first.Syntax, [.. path.ToList(), first.ResponseName]) { IsOfRoot = true };
    }
}

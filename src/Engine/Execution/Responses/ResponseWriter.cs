using System.Collections;
using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Execution.Plans;
using GraphBlog.Engine.Execution.Resolving;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>
/// Writes resolved objects, and reads on the way those values that need no resolver. Where null is not allowed, what was written is
/// taken back up to the nearest place where it is; what lies beside is still gone through, so that its errors are told too.
/// Source: GraphQL specification, sections 6.4.3 "Value Completion" and 6.4.4 "Handling Execution Errors".
/// </summary>
/// <remarks>Every method answers false where it wrote nothing because the object or list around it must be null.</remarks>
internal sealed class ResponseWriter(ResponseBuffer buffer, FieldErrors errors)
{
    private readonly ResponsePath _path = new();

    /// <summary>Writes the fields from one index up to another, which is excluded, of the object in the table's next row.</summary>
    public bool WriteFields(ObjectTable table, int row, int from, int to)
    {
        var fields = table.Plan.Fields;
        var source = table[row];
        var isWhole = true;
        for (var i = from; i < to; i++)
        {
            var field = fields[i];
            buffer.Write(i == 0 ? field.Key.AsSpan(1) : field.Key);
            isWhole &= field.Leaf is { } leaf ? WriteLeaf(field, leaf, source) : WriteField(field, table, row, source);
        }

        return isWhole;
    }

    private bool WriteFailed(FieldPlan field, int level, Exception failure)
    {
        if (!field.StandsWhenFailed)
        {
            return WriteError(field, level, failure);
        }

        errors.Add(FailedPayload.Write(buffer, field, failure, _path));
        return true;
    }

    private bool WriteObject(ObjectTable table)
    {
        var start = buffer.Length;
        buffer.Write((byte)'{');
        if (!WriteFields(table, table.NextRow++, 0, table.Plan.Fields.Length))
        {
            buffer.Length = start;
            return false;
        }

        buffer.Write((byte)'}');
        return true;
    }

    private bool WriteLeaf(FieldPlan field, LeafWriter leaf, object? source)
    {
        var start = buffer.Length;
        Exception? failure = null;
        try
        {
            if (leaf(source!, buffer))
            {
                return true;
            }
        }
        catch (Exception e) when (e is not AnswerRefusedException)
        {
            failure = e;
        }

        buffer.Length = start;
        var depth = _path.Depth;
        _path.Push(field.ResponseName);
        var isWhole = failure is null ? WriteNull(field, 0) : WriteError(field, 0, failure);
        _path.Return(depth);
        return isWhole;
    }

    private bool WriteField(FieldPlan field, ObjectTable table, int row, object? source)
    {
        var depth = _path.Depth;
        _path.Push(field.ResponseName);
        var isWhole = field.IsRead ? WriteValue(field, Failure.OrValue(field.Getter!, source), 0)
            : table.Columns[field.Column] switch
            {
                ObjectColumn objects => WriteCell(field, objects, 0),
                ValueColumn values => WriteValue(field, values.Values[row], 0),
                _ => throw new InvalidOperationException("A field is written before it is resolved."),
            };
        _path.Return(depth);
        return isWhole;
    }

    private bool WriteCell(FieldPlan field, ObjectColumn column, int level)
    {
        var cell = column.Next();
        if (cell == ObjectColumn.Null)
        {
            return WriteNull(field, level);
        }

        if (cell == ObjectColumn.Failed)
        {
            return WriteFailed(field, level, column.NextFailure());
        }

        var start = buffer.Length;
        if (level == field.ListDepth)
        {
            return WriteObject(column.Tables[cell]) || Nullify(field, level, start);
        }

        buffer.Write((byte)'[');
        var isWhole = true;
        var depth = _path.Depth;
        for (var i = 0; i < cell; i++)
        {
            BeginItem(depth, i);
            isWhole &= WriteCell(field, column, level + 1);
        }

        return EndList(field, level, start, depth, isWhole);
    }

    private bool WriteValue(FieldPlan field, object? value, int level)
    {
        var start = buffer.Length;
        if (value is Failure failed)
        {
            return WriteError(field, level, failed.Exception);
        }

        if (level < field.ListDepth)
        {
            return value is null ? WriteNull(field, level) : WriteList(field, value, level);
        }

        try
        {
            if (ScalarWriter.Write(buffer, field.Scalar!, value))
            {
                return true;
            }
        }
        catch (Exception e) when (e is not AnswerRefusedException)
        {
            buffer.Length = start;
            return WriteError(field, level, e);
        }

        return WriteNull(field, level);
    }

    private bool WriteList(FieldPlan field, object value, int level)
    {
        var start = buffer.Length;
        var depth = _path.Depth;
        var isWhole = true;
        buffer.Write((byte)'[');
        try
        {
            if (value is IList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    BeginItem(depth, i);
                    isWhole &= WriteValue(field, list[i], level + 1);
                }
            }
            else
            {
                var i = 0;
                foreach (var item in ListItems.Of(value))
                {
                    BeginItem(depth, i++);
                    isWhole &= WriteValue(field, item, level + 1);
                }
            }
        }
        catch (Exception e) when (e is not AnswerRefusedException)
        {
            _path.Return(depth);
            buffer.Length = start;
            return WriteError(field, level, e);
        }

        return EndList(field, level, start, depth, isWhole);
    }

    private void BeginItem(int depth, int index)
    {
        _path.Return(depth);
        _path.Push(index);
        if (index > 0)
        {
            buffer.Write((byte)',');
        }
    }

    private bool EndList(FieldPlan field, int level, int start, int depth, bool isWhole)
    {
        _path.Return(depth);
        if (!isWhole)
        {
            return Nullify(field, level, start);
        }

        buffer.Write((byte)']');
        return true;
    }

    private bool WriteNull(FieldPlan field, int level)
    {
        if (field.IsNonNull(level))
        {
            return WriteError(field, level, new InvalidOperationException(
                $"Cannot return null for a non-null type. Field: {field.ResponseName}, Type: {field.Definition.ResolvedType}."));
        }

        buffer.Write("null"u8);
        return true;
    }

    private bool WriteError(FieldPlan field, int level, Exception exception)
    {
        errors.Add(new FieldError(exception, field.Syntax, _path.ToList()));
        return Nullify(field, level, buffer.Length);
    }

    private bool Nullify(FieldPlan field, int level, int start)
    {
        buffer.Length = start;
        if (field.IsNonNull(level))
        {
            return false;
        }

        buffer.Write("null"u8);
        return true;
    }
}

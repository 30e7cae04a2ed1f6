using GraphBlog.Engine.Execution.Plans;

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>What the resolver of one field gave for every object of a table.</summary>
internal abstract class FieldColumn
{
    /// <summary>Takes in the values, once all of them are known.</summary>
    public abstract void Fill(object?[] values);
}

/// <summary>A column of scalars and lists of them.</summary>
internal sealed class ValueColumn : FieldColumn
{
    public object?[] Values { get; private set; } = [];

    public override void Fill(object?[] values) => Values = values;
}

/// <summary>
/// A column of objects and lists of them: a sequence of cells, read in the order they were added. The cell of an object is the number
/// of the table that has it as its next row; the cell of a list is the number of its items, whose cells follow.
/// </summary>
internal sealed class ObjectColumn(FieldPlan field, RuntimeTypes types) : FieldColumn
{
    public const int Null = -1;
    public const int Failed = -2;

    private readonly List<int> _cells = [];
    private readonly List<ObjectTable> _tables = [];
    private List<Exception>? _failures;
    private int _nextCell;
    private int _nextFailure;

    public IReadOnlyList<ObjectTable> Tables => _tables;

    public int Next() => _cells[_nextCell++];

    public Exception NextFailure() => _failures![_nextFailure++];

    /// <summary>Takes in the values: objects, arrays of values as deep as the field's type has lists, failures and nulls.</summary>
    public override void Fill(object?[] values)
    {
        _cells.EnsureCapacity(values.Length);
        foreach (var value in values)
        {
            Add(value, 0, values.Length);
        }
    }

    private void Add(object? value, int level, int count)
    {
        switch (value)
        {
            case null:
                _cells.Add(Null);
                break;
            case Failure failed:
                Fail(failed.Exception);
                break;
            case object?[] items when level < field.ListDepth:
                _cells.Add(items.Length);
                _cells.EnsureCapacity(_cells.Count + items.Length);
                foreach (var item in items)
                {
                    Add(item, level + 1, items.Length);
                }

                break;
            default:
                AddObject(value, count);
                break;
        }
    }

    private void AddObject(object value, int count)
    {
        ObjectPlan plan;
        try
        {
            plan = field.Selection!.For(types.Of(field, value));
        }
        catch (Exception e)
        {
            Fail(e);
            return;
        }

        var number = 0;
        while (number < _tables.Count && _tables[number].Plan != plan)
        {
            number++;
        }

        if (number == _tables.Count)
        {
            _tables.Add(new ObjectTable(plan, count));
        }

        _tables[number].Add(value);
        _cells.Add(number);
    }

    private void Fail(Exception exception)
    {
        _cells.Add(Failed);
        (_failures ??= []).Add(exception);
    }
}

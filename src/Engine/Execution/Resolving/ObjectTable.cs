using GraphBlog.Engine.Execution.Plans;

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>
/// The objects of one type that one field gave, whatever objects it was a field of, in the order of the response; with a column for
/// each field that has to be resolved.
/// </summary>
internal sealed class ObjectTable(ObjectPlan plan, int capacity)
{
    private readonly List<object?> _objects = new(capacity);

    public ObjectPlan Plan { get; } = plan;

    public FieldColumn[] Columns { get; } = plan.Resolved.Length == 0 ? [] : new FieldColumn[plan.Resolved.Length];

    public int Count => _objects.Count;

    /// <summary>The row that is written next: each is written once, in their order.</summary>
    public int NextRow { get; set; }

    public object? this[int row] => _objects[row];

    public void Add(object? source) => _objects.Add(source);
}

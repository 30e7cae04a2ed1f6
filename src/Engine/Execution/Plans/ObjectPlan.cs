using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Plans;

/// <summary>What is asked of the objects of one type in one place of an operation.</summary>
internal sealed class ObjectPlan
{
    public ObjectPlan(FieldCollector collector, IObjectGraphType type, IEnumerable<GraphQLSelectionSet> selections)
    {
        Type = type;
        Fields = [.. collector.Collect(type, selections).Select(field => new FieldPlan(collector, type, field))];
        Resolved = Array.FindAll(Fields, field => !field.IsRead);
        for (var i = 0; i < Resolved.Length; i++)
        {
            Resolved[i].Column = i;
        }
    }

    public IObjectGraphType Type { get; }

    /// <summary>The fields, ordered as the response is.</summary>
    public FieldPlan[] Fields { get; }

    /// <summary>The fields whose values are found before anything is written, each with its column.</summary>
    public FieldPlan[] Resolved { get; }
}

/// <summary>What is asked of the objects in one place of an operation, whatever their type.</summary>
internal sealed class SelectionPlan(FieldCollector collector, IReadOnlyList<GraphQLField> fields)
{
    private readonly Lock _lock = new();
    private volatile ObjectPlan[] _plans = [];

    /// <summary>The plan for objects of a type, made when the first such object appears.</summary>
    public ObjectPlan For(IObjectGraphType type) => Find(type) ?? Add(type);

    private ObjectPlan? Find(IObjectGraphType type)
    {
        foreach (var plan in _plans)
        {
            if (ReferenceEquals(plan.Type, type))
            {
                return plan;
            }
        }

        return null;
    }

    private ObjectPlan Add(IObjectGraphType type)
    {
        lock (_lock)
        {
            if (Find(type) is { } known)
            {
                return known;
            }

            var plan = new ObjectPlan(collector, type, fields.Select(field => field.SelectionSet).OfType<GraphQLSelectionSet>());
            _plans = [.. _plans, plan];
            return plan;
        }
    }
}

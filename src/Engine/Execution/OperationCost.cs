using System.Collections;
using GraphBlog.Engine.Paging;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>
/// What an operation may cost, in fields to resolve: a number, and below it the fields whose cost is multiplied by a page size or a
/// list's length that only the request's variables tell. Built once per document, evaluated for every request.
/// </summary>
internal sealed class OperationCost
{
    // A larger page is refused where it is asked for, in words that name the argument.
    private readonly List<OperationCost> _multiplied = [];
    private readonly GraphQLField? _multiplier;
    private readonly bool _paged;
    private long _own;

    public OperationCost()
    {
    }

    private OperationCost(GraphQLField multiplier, bool paged) => (_multiplier, _paged) = (multiplier, paged);

    /// <summary>How many fields read from the database, 2 for some that may read more than once; 1 only when it is surely one statement.</summary>
    public int Reads { get; set; }

    /// <summary>Counts a field; answers the node that the fields below it count towards.</summary>
    public OperationCost Add(GraphQLField field, FieldType? definition)
    {
        _own++;
        var paged = definition?.Arguments?.Any(a => a.Name is "first" or "last") is true;
        var listed = definition?.Arguments?.Any(a => a.ResolvedType is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType });
        if (field.SelectionSet is null || (!paged && listed is not true))
        {
            return this;
        }

        var below = new OperationCost(field, paged);
        _multiplied.Add(below);
        return below;
    }

    /// <summary>The cost with this request's arguments; a double, which saturates where a long would overflow.</summary>
    public double Evaluate(
        IReadOnlyDictionary<GraphQLField, IDictionary<string, ArgumentValue>> arguments, int assumedPageSize)
    {
        double cost = _own;
        foreach (var below in _multiplied)
        {
            cost += below.Evaluate(arguments, assumedPageSize);
        }

        return _multiplier is null ? cost : cost * Multiplier(arguments.GetValueOrDefault(_multiplier), assumedPageSize);
    }

    private double Multiplier(IDictionary<string, ArgumentValue>? arguments, int assumedPageSize)
    {
        var size = _paged
            ? Math.Max(Number(arguments, "first"), Number(arguments, "last"))
            : arguments?.Values.Max(a => a.Value is IList list ? list.Count : 0) ?? 0;
        return size > 0 ? size : _paged ? assumedPageSize : 1;
    }

    private static double Number(IDictionary<string, ArgumentValue>? arguments, string name)
        => arguments is not null && arguments.TryGetValue(name, out var argument)
            ? argument.Value switch
            {
                int number => Math.Min(number, PagingArguments.MaxSize),
                long number => Math.Min(number, PagingArguments.MaxSize),
                _ => 0,
            }
            : 0;
}

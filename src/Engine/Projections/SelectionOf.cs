using GraphBlog.Engine.Execution.Resolving;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Projections;

/// <summary>
/// Which fields of the <typeparamref name="T"/>s somewhere below the field being resolved the request asks for, so that no more is read for
/// them than that: of a mutation's error, before it is known that there is one. A resolver's parameter; nothing is worked out until it is
/// used. Fields under <c>@skip</c> and <c>@include</c> count as asked for.
/// </summary>
public sealed class SelectionOf<T>(IResolveFieldContext context)
{
    private readonly Lazy<IReadOnlyList<(GraphQLField Field, FieldType Definition)>> _fields
        = new(() => SelectionWalker.Fields(context, typeof(T)), isThreadSafe: false);

    /// <summary>Whether a field is asked for, by its name in the schema.</summary>
    public bool Has(string field) => _fields.Value.Any(selected => selected.Definition.Name == field);

    /// <summary>What is asked of the entities below a field; its key alone when the field is not asked for.</summary>
    public QueryContext<TEntity> Below<TEntity>(string field)
    {
        var columns = new ColumnSet();
        foreach (var (syntax, definition) in _fields.Value.Where(selected => selected.Definition.Name == field))
        {
            SelectionWalker.AddColumns(context, typeof(TEntity), syntax, definition, columns);
        }

        return QueryContext<TEntity>.OfColumns(columns);
    }

    /// <summary>The largest value that an argument has wherever the field is asked for.</summary>
    /// <param name="field">The field.</param>
    /// <param name="argument">An argument of it that is a number.</param>
    /// <param name="otherwise">What counts where it is left out.</param>
    public int Largest(string field, string argument, int otherwise) => _fields.Value.Where(selected => selected.Definition.Name == field)
        .Select(selected => ((FieldContext)context).ArgumentsOf(selected.Field)?.TryGetValue(argument, out var given) == true
            && given.Value is int number
            ? number : otherwise)
        .DefaultIfEmpty(otherwise).Max();
}

using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Execution.Resolving;
using GraphBlog.Shared;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Projections;

/// <summary>
/// What the request asks of the <typeparamref name="T"/>s below the field being resolved. As a resolver's parameter it is made from
/// the field's selection.
/// </summary>
public sealed class QueryContext<T>
{
    /// <summary>Bounds what clients can make the server remember by asking for ever new sets of columns.</summary>
    private const int MaxSelectors = 1024;

    private static readonly bool s_isSelectable = EntityMembers.IsSelectable(typeof(T));
    private static readonly BoundedCache<string, Expression<Func<T, T>>> s_selectors = new(MaxSelectors);
    private static readonly ConditionalWeakTable<GraphQLField, Asked> s_byField = [];

    private readonly ColumnSet? _columns;
    private readonly QueryContext<T>? _asked;
    private Inclusion? _included;

    private QueryContext(ColumnSet? columns)
    {
        _columns = columns;
        Selector = columns is null ? x => x : Remembered(columns);
    }

    private QueryContext(QueryContext<T> asked, Companions companions)
        => (_columns, Selector, Companions, _asked) = (asked._columns, asked.Selector, companions, asked);

    /// <summary>All of <typeparamref name="T"/>, whatever the request asks.</summary>
    public static QueryContext<T> All { get; } = new(null);

    /// <summary>
    /// Selects the columns asked for, the key always among them, and those of the entities they lead to; the identity when
    /// <typeparamref name="T"/> has nothing that can be set.
    /// </summary>
    public Expression<Func<T, T>> Selector { get; }

    /// <summary>What travels with the read of this; null for nothing.</summary>
    internal Companions? Companions { get; }

    /// <summary>Whether the request asks for an entity that this one leads to; all of <typeparamref name="T"/> leads to none.</summary>
    public bool HasNavigations => _columns?.Members.Any(member => member.Value is not null) == true;

    /// <summary>The properties of <typeparamref name="T"/> itself that the request asks for, the key not always among them; null for all.</summary>
    public IReadOnlyCollection<string>? Properties => _columns?.Own;

    /// <summary>The same columns with further properties of <typeparamref name="T"/> selected; what is asked for again is not made anew.</summary>
    public QueryContext<T> Include(IReadOnlyList<string> properties)
    {
        if (_columns is null || _asked is not null)
        {
            return _asked?.Include(properties) ?? this;
        }

        if (_included is not { } included || included.Properties != properties)
        {
            _included = included = new(properties, new(_columns.With(properties)));
        }

        return included.Context;
    }

    /// <summary>To be called by a read with which nothing can travel: what was to do so is read after it, of the same snapshot.</summary>
    public ValueTask ReadAloneAsync() => Companions?.PartAsync() ?? default;

    /// <summary>The same, read together with others.</summary>
    public QueryContext<T> With(Companions companions) => new(this, companions);

    /// <summary>These columns.</summary>
    public static QueryContext<T> OfColumns(ColumnSet columns) => new(columns);

    /// <summary>
    /// What the field being resolved asks. It is worked out once for a field of a document, and again only for a field that the
    /// engine merged of several, which has a syntax node of its own in each request.
    /// </summary>
    public static QueryContext<T> Of(IResolveFieldContext context)
        => context is FieldContext { Companions: { } companions } ? new(Asks(context), companions) : Asks(context);

    private static QueryContext<T> Asks(IResolveFieldContext context)
    {
        if (!s_isSelectable)
        {
            return All;
        }

        if (s_byField.TryGetValue(context.FieldAst, out var asked) && asked.Field == context.FieldDefinition)
        {
            return asked.Context;
        }

        var made = new QueryContext<T>(SelectionWalker.Columns(context, typeof(T)));
        s_byField.AddOrUpdate(context.FieldAst, new(context.FieldDefinition, made));
        return made;
    }

    private static Expression<Func<T, T>> Remembered(ColumnSet columns)
        => s_selectors.GetOrAdd(columns.ToString(), static (_, columns) => SelectorExpression.Build<T>(columns), columns);

    private sealed record Inclusion(IReadOnlyList<string> Properties, QueryContext<T> Context);

    private sealed record Asked(FieldType Field, QueryContext<T> Context);
}

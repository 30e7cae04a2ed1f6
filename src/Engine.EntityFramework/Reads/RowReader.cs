using System.Data.Common;
using System.Linq.Expressions;
using GraphBlog.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>
/// Makes entities of rows whose columns are the properties of <c>new T { A = x.A, B = new U { C = x.B.C } }</c>, in its
/// order; of rows of many lists, <see cref="RowOf{T}"/>, after the list's owner. Before the columns of an entity that may be missing, EF
/// selects whether it is.
/// </summary>
internal sealed class RowReader<T>
{
    /// <summary>No property of an entity, so that EF calls it what it likes: whether one is missing, or the owner of its list.</summary>
    private const string Unnamed = "";

    private static readonly char[] s_digits = [.. "0123456789"];
    private readonly List<(string Property, string Column)> _columns = [];
    private bool _isChecked;

    private RowReader()
    {
    }

    /// <summary>Makes an entity of the current row.</summary>
    public Func<DbDataReader, T> Read { get; private init; } = null!;

    /// <summary>Null where what a row becomes is of another form, or one of its properties is no column.</summary>
    public static RowReader<T>? Of(Expression row, IModel model)
    {
        var reader = Expression.Parameter(typeof(DbDataReader), "reader");
        var columns = new List<(string, string)>();
        var made = typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(RowOf<>)
            ? WithParent(row, reader, model, columns) : Made(row, reader, model, columns);
        if (made is null)
        {
            return null;
        }

        var rows = new RowReader<T> { Read = Expression.Lambda<Func<DbDataReader, T>>(made, reader).Compile() };
        rows._columns.AddRange(columns);
        return rows;
    }

    /// <summary>Whether a result has the columns expected; EF may select one column for two properties.</summary>
    public bool Fits(DbDataReader reader)
    {
        if (!_isChecked)
        {
            if (reader.FieldCount != _columns.Count || _columns.Where((names, i) => !Fits(reader, names, i)).Any())
            {
                return false;
            }

            _isChecked = true;
        }
        return true;
    }

    /// <summary>EF calls a column by its property or by itself, with a number where a subquery has another of that name.</summary>
    private static bool Fits(DbDataReader reader, (string Property, string Column) names, int i)
    {
        if (names.Column == Unnamed)
        {
            return reader.GetFieldType(i) is var type && (type == typeof(bool) || type == typeof(long));
        }

        var name = reader.GetName(i);
        return name == names.Property || name == names.Column || name.TrimEnd(s_digits) == names.Column;
    }

    private static MemberInitExpression? Made(Expression body, ParameterExpression reader, IModel model, List<(string, string)> columns)
    {
        if (body is not MemberInitExpression made || model.FindEntityType(made.Type) is not { } type)
        {
            return null;
        }

        var bindings = new List<MemberBinding>();
        foreach (var binding in made.Bindings.Cast<MemberAssignment>())
        {
            Expression? value = null;
            if (type.FindProperty(binding.Member.Name) is { } property)
            {
                value = ColumnReader.Value(reader, columns.Count, property);
                columns.Add((property.Name, property.GetColumnName()));
            }
            else if (type.FindNavigation(binding.Member.Name) is not null)
            {
                value = Entity(binding.Expression, reader, model, columns);
            }
            if (value is null)
            {
                return null;
            }

            bindings.Add(Expression.Bind(binding.Member, value));
        }
        return Expression.MemberInit(made.NewExpression, bindings);
    }

    private static MemberInitExpression? WithParent(
        Expression row, ParameterExpression reader, IModel model, List<(string, string)> columns)
    {
        if (row is not MemberInitExpression { Bindings: [MemberAssignment parent, MemberAssignment item] } made)
        {
            return null;
        }

        columns.Add((Unnamed, Unnamed));
        var id = Expression.Call(reader, nameof(DbDataReader.GetInt64), null, Expression.Constant(0));
        return Made(item.Expression, reader, model, columns) is { } entity
            ? Expression.MemberInit(made.NewExpression, Expression.Bind(parent.Member, id), Expression.Bind(item.Member, entity)) : null;
    }

    private static Expression? Entity(Expression body, ParameterExpression reader, IModel model, List<(string, string)> columns)
    {
        if (body is not ConditionalExpression { IfTrue: ConstantExpression { Value: null } nothing, IfFalse: MemberInitExpression some })
        {
            return Made(body, reader, model, columns);
        }

        var isMissing = Expression.Call(reader, nameof(DbDataReader.GetBoolean), null, Expression.Constant(columns.Count));
        columns.Add((Unnamed, Unnamed));
        return Made(some, reader, model, columns) is { } made ? Expression.Condition(isMissing, nothing, made) : null;
    }
}

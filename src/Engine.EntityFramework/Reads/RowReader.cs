using System.Data.Common;
using System.Linq.Expressions;
using GraphBlog.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>
/// Makes entities of rows whose columns are the properties of a selector <c>x => new T { A = x.A, B = new U { C = x.B.C } }</c>, in its
/// order. Before the columns of an entity that may be missing, EF selects whether it is.
/// </summary>
internal sealed class RowReader<T>
{
    /// <summary>What PostgreSQL calls a column that is no column's value.</summary>
    private const string Unnamed = "?column?";

    private readonly List<(string Property, string Column)> _columns = [];
    private bool _isChecked;

    private RowReader()
    {
    }

    /// <summary>Makes an entity of the current row.</summary>
    public Func<DbDataReader, T> Read { get; private init; } = null!;

    /// <summary>Null where the selector is of another form, or one of its properties is no column.</summary>
    public static RowReader<T>? Of(Expression<Func<T, T>> selector, IModel model)
    {
        var reader = Expression.Parameter(typeof(DbDataReader), "reader");
        var columns = new List<(string, string)>();
        var made = Made(selector.Body, reader, model, columns);
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
            if (reader.FieldCount != _columns.Count || _columns.Where((names, i) => reader.GetName(i) is var name && name != names.Property
                && name != names.Column).Any())
            {
                return false;
            }

            _isChecked = true;
        }
        return true;
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

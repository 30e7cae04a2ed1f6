using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphBlog.Statements;

/// <summary>Reads a column of a row as the model says of the property: null where it may be, converted where it is stored as another type.</summary>
public static class ColumnReader
{
    /// <summary>The value of a property.</summary>
    /// <param name="reader">A <see cref="DbDataReader"/> at a row.</param>
    /// <param name="ordinal">Which column.</param>
    /// <param name="property">The property.</param>
    public static Expression Value(Expression reader, int ordinal, IProperty property)
    {
        var converter = property.GetTypeMapping().Converter;
        var stored = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var index = Expression.Constant(ordinal);
        Expression value = Getter(stored) is { } getter
            ? Expression.Call(reader, getter, index)
            : Expression.Call(reader, nameof(DbDataReader.GetFieldValue), [stored], index);
        if (converter is not null)
        {
            value = Expression.Invoke(converter.ConvertFromProviderExpression, value);
        }

        if (value.Type != property.ClrType)
        {
            value = Expression.Convert(value, property.ClrType);
        }

        return !property.IsNullable ? value : Expression.Condition(
            Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, index), Expression.Default(property.ClrType), value);
    }

    /// <summary>The methods that need no generic dispatch.</summary>
    private static MethodInfo? Getter(Type type) => type == typeof(string) ? typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetString))
        : type == typeof(long) ? typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetInt64))
        : type == typeof(int) ? typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetInt32))
        : null;
}

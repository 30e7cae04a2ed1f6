using System.Linq.Expressions;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphBlog.GraphApi.Audit;

/// <summary>A filter of changes; all its conditions must hold. At most 100 conditions, 1000 values in lists and 10 levels.</summary>
public sealed class AuditEntryFilterInput : FilterInput<AuditEntry, AuditEntryFilterInput>
{
    /// <summary>What kind of record changed: "posts", "comments", "users", "user_subjects" or "organisations".</summary>
    [AsStored]
    public Optional<StringOperationFilterInput?> RecordType { get; set; }

    /// <summary>The record, by its ID as `recordId` answers it; one of the trash is the record itself.</summary>
    [Derived]
    public Optional<IdOperationFilterInput?> RecordId { get; set; }

    /// <summary>What happened to the record.</summary>
    public Optional<EnumOperationFilterInput<AuditAction>?> Action { get; set; }

    /// <summary>The version that the change made.</summary>
    public Optional<IntOperationFilterInput?> Version { get; set; }

    /// <summary>Who made the change, by the user's ID; missing when it was made outside the API without a user.</summary>
    [ID<User>, GraphQLName("changedBy")]
    public Optional<IdOperationFilterInput?> ChangedById { get; set; }

    /// <summary>What kind of actor made the change.</summary>
    [Derived]
    public Optional<EnumOperationFilterInput<ActorKind>?> ActorKind { get; set; }

    /// <summary>For whom a program made the change, by the user's ID; missing when nobody acted for somebody else.</summary>
    [ID<User>, GraphQLName("onBehalfOf")]
    public Optional<IdOperationFilterInput?> OnBehalfOfId { get; set; }

    /// <summary>When the change was made.</summary>
    public Optional<DateTimeOperationFilterInput?> ChangedAt { get; set; }

    /// <summary>The `X-Request-Id` of the request that made the change; missing when it sent none.</summary>
    [AsStored]
    public Optional<StringOperationFilterInput?> RequestId { get; set; }

    /// <summary>The names of the changed fields, as `changes` has them; at least one must satisfy the condition.</summary>
    [Derived]
    public Optional<StringOperationFilterInput?> Field { get; set; }

    // As the field of that name answers it.
    private static readonly Expression<Func<AuditEntry, ActorKind>> s_kind = entry => entry.Kind
        ?? (entry.ChangedById == null ? Persistence.Audit.ActorKind.Migration : Persistence.Audit.ActorKind.User);

    protected override Expression? Further(ParameterExpression item, FilterPlace place)
    {
        Expression?[] given =
        [
            place.Within("recordId", RecordId, FilterPlace.AnyType, (record, at) => record.Condition(id => IsOf(id, item), at)),
            place.Within("actorKind", ActorKind, null, (kind, at) => kind.Condition(ReplacingExpressionVisitor.Replace(s_kind.Parameters[0], item, s_kind.Body), at)),
            place.Within("field", Field, null, (field, at) => HasChanged(field, item, at), isAsStored: true),
        ];
        return given.OfType<Expression>().ToList() is [_, ..] conditions ? conditions.Aggregate(Expression.AndAlso) : null;
    }

    private static Expression IsOf(GlobalId id, ParameterExpression item)
    {
        if (RecordTypes.All.FirstOrDefault(kind => kind.TypeName == id.TypeName || kind.Trashed?.Name == id.TypeName) is not { } type
            || id.KeyAs(typeof(long)) is not long key)
        {
            return Expression.Constant(false);
        }

        Expression<Func<AuditEntry, bool>> isOf = entry => entry.RecordType == type.Name && entry.RecordId == key;
        return ReplacingExpressionVisitor.Replace(isOf.Parameters[0], item, isOf.Body);
    }

    private static Expression? HasChanged(StringOperationFilterInput field, ParameterExpression item, FilterPlace at)
    {
        var name = Expression.Parameter(typeof(string), "name");
        if (field.Condition(name, at) is not { } condition)
        {
            return null;
        }

        // There are few names, so they are asked here; the database is sent the columns of those that satisfy the condition.
        var isSuch = InMemory.Of(condition, name);
        string[] columns = [.. RecordTypes.Columns.Where(column => isSuch(RecordTypes.Field(column)))];

        // What was null and is null has not changed: a creation's entry has all columns.
        Expression<Func<AuditEntry, bool>> changed = entry => EF.Functions.JsonExistAny(Jsonb.WithoutNulls(entry.NewData)!, columns)
            || EF.Functions.JsonExistAny(Jsonb.WithoutNulls(entry.OldData)!, columns);
        return ReplacingExpressionVisitor.Replace(changed.Parameters[0], item, changed.Body);
    }
}

using System.Linq.Expressions;
using System.Text.Json;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Undo;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Records;

/// <summary>
/// What is said once of a kind of record. All that the API promises of any record is made of it: the log's field names, conflicts, answers
/// that are given again, revisions, differences, reverting, merging and histories. <see cref="RecordTypes"/> finds each kind by itself.
/// </summary>
/// <param name="name">What the log calls the table: its name without the schema and without `_all`.</param>
/// <param name="entity">The class of the records; its properties that are content are the fields.</param>
internal abstract class RecordType(string name, Type entity)
{
    /// <summary>What the log calls it, such as "posts".</summary>
    public string Name { get; } = name;

    /// <summary>What the schema calls it, such as "Post".</summary>
    public string TypeName => Entity.Name;

    /// <summary>The class of the records.</summary>
    public Type Entity { get; } = entity;

    /// <summary>All its columns.</summary>
    public IReadOnlyList<RecordField> Columns { get; } = RecordField.Of(entity);

    /// <summary>Those that are its content.</summary>
    public IEnumerable<RecordField> Fields => Columns.Where(column => column.IsContent);

    /// <summary>The properties that are prose: two changes of one are merged by lines and words. Lists are merged by entries, all else as a whole.</summary>
    public virtual IReadOnlyList<string> Texts => [];

    /// <summary>Whether a field may have a value that came of merging two that it might have.</summary>
    public virtual bool Takes(RecordField field, object merged) => true;

    /// <summary>What the schema has of a record that is in the trash; null when it shows none.</summary>
    public virtual Type? Trashed => null;

    /// <summary>Whether the database lets such a record be put aside, to the trash or where it is.</summary>
    public virtual bool HasTrash => true;

    /// <summary>The properties that an undo brings back, beside whether the record is in the trash. A change of any other cannot be undone.</summary>
    public virtual IReadOnlyList<string> Undone => [];

    /// <summary>Whether the database would let a property have the value again; where not, an undo leaves it as it is.</summary>
    /// <param name="field">One of <see cref="Undone"/>.</param>
    /// <param name="value">The value, as the log has it.</param>
    public virtual bool TakesBack(RecordField field, JsonElement value) => true;

    /// <summary>The properties that follow from others by the database's own rules; an undo leaves them to these.</summary>
    public virtual IReadOnlyList<string> Follows => [];

    /// <summary>Which records could not be live as they are to be, since another has what must be theirs alone: the field, and what it was to be.</summary>
    /// <param name="blog">Where the others are.</param>
    /// <param name="rows">By record the columns of an undo, as they will be.</param>
    /// <param name="ct">Cancels it.</param>
    public virtual Task<IReadOnlyDictionary<long, (RecordField Field, JsonElement Value)>> TakenAsync(
        BlogDbContext blog, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> rows, CancellationToken ct)
        => Task.FromResult<IReadOnlyDictionary<long, (RecordField, JsonElement)>>(new Dictionary<long, (RecordField, JsonElement)>());

    /// <summary>Adds to undone records what the database does not see to by itself when their columns are what they were.</summary>
    /// <param name="blog">Where they are.</param>
    /// <param name="records">The records, of which the changes are undone but not written.</param>
    /// <param name="ct">Cancels it.</param>
    public virtual Task SettleAsync(BlogDbContext blog, IReadOnlyCollection<UndoneRecord> records, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Whether this is the kind of such records, or of what the trash has of them.</summary>
    public bool Is(Type record) => record == Entity || record == Trashed;

    /// <summary>What a client is told when the database refused to write the record; null when that is nobody's mistake but ours.</summary>
    public virtual Task<Exception?> RefusedAsync(BlogDbContext blog, DbUpdateException refusal, object tried, CancellationToken ct)
        => Task.FromResult<Exception?>(null);

    /// <summary>Reads what the database made of a record that was just added, where that may differ from what was sent.</summary>
    /// <param name="blog">Where it is.</param>
    /// <param name="added">The record.</param>
    /// <param name="asked">The properties that somebody wants to know; null for all.</param>
    /// <param name="ct">Cancels the reading.</param>
    public virtual Task ReadBackAsync(BlogDbContext blog, object added, IReadOnlyCollection<string>? asked, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>A kind of record that clients change.</summary>
internal abstract class RecordType<T> : RecordType where T : class, IRecord, new()
{
    /// <param name="name">What the log calls the table.</param>
    /// <param name="owner">The property that <see cref="MayWrite"/> reads; null for none but the id.</param>
    protected RecordType(string name, string? owner = null) : base(name, typeof(T))
    {
        Expression<Func<BlogDbContext, long, IQueryable<T>>> find
            = (blog, id) => blog.LiveAndTrash<T>().Where(record => EF.Property<long>(record, nameof(IRecord.Id)) == id);
        Owner = owner is null ? [] : [owner];
        Conflicts = new(this, find);
    }

    /// <summary>The properties that <see cref="MayWrite"/> reads.</summary>
    public IReadOnlyList<string> Owner { get; }

    /// <summary>Finds out why a write found no row.</summary>
    public ConflictReader<T> Conflicts { get; }

    /// <summary>The properties that come back when a record is reverted, in the order in which they are told.</summary>
    public abstract IReadOnlyList<string> Reverted { get; }

    public override IReadOnlyList<string> Undone => Reverted;

    /// <summary>Whose history of such a record is shown; the database narrows it further, row by row.</summary>
    public virtual Role HistoryRole => Role.Author;

    /// <summary>Whether the database would let the viewer write a record that they see.</summary>
    public abstract bool MayWrite(TenantContext tenant, T record);

    /// <summary>What those are told who may not.</summary>
    public abstract string Refusal { get; }

    /// <summary>What those are told who look for a record that is not there for them.</summary>
    public abstract Exception NotFound(long id);

    /// <summary>The record that a mutation without an id found to be as it wanted it; null when its mutations always write something.</summary>
    /// <param name="blog">Where to look.</param>
    /// <param name="input">The mutation's input.</param>
    public virtual IQueryable<T>? FoundFor(BlogDbContext blog, object input) => null;

    /// <summary>What a client is told when the database refused to write the record; null when that is nobody's mistake but ours.</summary>
    /// <param name="blog">Where it was to be written.</param>
    /// <param name="refusal">The refusal.</param>
    /// <param name="tried">The record as it was to be; of a change, its id and the fields that were to change.</param>
    /// <param name="ct">Cancels the looking.</param>
    protected virtual Task<Exception?> RefusedAsync(BlogDbContext blog, DbUpdateException refusal, T tried, CancellationToken ct)
        => Task.FromResult<Exception?>(null);

    public sealed override Task<Exception?> RefusedAsync(BlogDbContext blog, DbUpdateException refusal, object tried, CancellationToken ct)
        => RefusedAsync(blog, refusal, (T)tried, ct);

    /// <summary>The field that a property is.</summary>
    public RecordField Field(string property) => Columns.Single(field => field.Property.Name == property);

    /// <summary>The fields that a client names to be reverted, or all that can be when it names none.</summary>
    /// <exception cref="ValidationException">A name is no field that comes back.</exception>
    public IReadOnlyList<RecordField> ToRevert(IReadOnlyList<string>? names)
    {
        var fields = Reverted.Select(Field).ToList();
        return names?.FirstOrDefault(name => !fields.Exists(field => field.Name == name)) is { } unknown
            ? throw new ValidationException(
                "fields", $"The fields may be {string.Join(", ", fields.Select(field => field.Name))}; '{unknown}' is none of them.")
            : [.. fields.Where(field => names?.Contains(field.Name) != false)];
    }
}

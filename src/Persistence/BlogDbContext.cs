using System.Data;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Organisations;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Reading;
using GraphBlog.Persistence.Standbys;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphBlog.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphBlog.Persistence;

/// <summary>
/// The blog of one organisation, as one user sees it. Reads outside a transaction are one round trip each;
/// <see cref="BeginSnapshotAsync"/> and <see cref="WriteAsync"/> open transactions. One statement at a time.
/// </summary>
public sealed class BlogDbContext(DbContextOptions<BlogDbContext> options) : StatementContext(options)
{
    private TenantContext? _tenant;
    private bool _isContextSet;

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<User> Users => Set<User>();

    /// <summary>What identity providers call people; an administrator sees all, everybody else their own.</summary>
    public DbSet<UserSubject> UserSubjects => Set<UserSubject>();

    /// <summary>
    /// The posts that are not in the trash: working copies of those the user may edit, live versions of the others. Updating one writes the
    /// table behind the view.
    /// </summary>
    public DbSet<Post> Posts => Set<Post>();

    /// <summary>The posts as readers see them, whoever asks; read only. All that a reader sees of <see cref="Posts"/>.</summary>
    public IQueryable<Post> LivePosts => Posts.FromSql($"select * from blog.posts_live");

    /// <summary>
    /// The working copies of those the user may edit; read only. All that an editor sees of <see cref="Posts"/>, at a third of the cost.
    /// </summary>
    public IQueryable<Post> WorkingPosts => Posts.FromSql($"select * from blog.posts_working");

    /// <summary>The posts in the trash; read only.</summary>
    public DbSet<TrashedPost> Trash => Set<TrashedPost>();

    /// <summary>The live comments of live posts. Updating one writes the table behind the view.</summary>
    public DbSet<Comment> Comments => Set<Comment>();

    public DbSet<AuditEntry> AuditLog => Set<AuditEntry>();

    /// <summary>For whom this context works. Contexts are pooled, so every rent sets it; a context without tenant sends nothing.</summary>
    /// <exception cref="InvalidOperationException">Nobody has set it.</exception>
    public TenantContext Tenant
    {
        get => _tenant ?? throw new InvalidOperationException("No tenant, no statement: set BlogDbContext.Tenant first.");
        set => (_tenant, _isContextSet) = (value, false);
    }

    /// <summary>Whether the current transaction has been told who is asking.</summary>
    internal bool IsContextSet => _isContextSet && Database.CurrentTransaction is not null;

    /// <summary>Whether the current transaction is a read-only snapshot.</summary>
    internal bool IsSnapshot { get; private set; }

    /// <summary>The client's key for what is written next; the transaction that writes takes it first.</summary>
    public IdempotencyKey? Key { get; set; }

    /// <summary>The version whose content the current write brings back.</summary>
    internal int? RevertsTo { get; private set; }

    /// <summary>Whether COMMIT travels with the next statement.</summary>
    internal bool CommitsWithNext { get; private set; }

    /// <summary>Whether COMMIT has been sent, so that the current transaction has an end of its own.</summary>
    internal bool IsCommitSent { get; private set; }

    /// <summary>Is told what is read; null for nobody.</summary>
    internal ReadCounter? Counter { get; set; }

    /// <summary>Is told of what is written; null where nothing is read from standbys.</summary>
    internal StandbyReads? Standbys { get; set; }

    /// <summary>Where the versions of records are remembered that were seen; null for nowhere.</summary>
    internal SeenVersions? Seen { get; set; }

    /// <summary>Whether this reads from a standby, which may be behind.</summary>
    internal bool IsOfStandby { get; set; }

    /// <summary>Whether a statement was cut off since its connection was opened (<see cref="OutOfStep"/>).</summary>
    internal bool IsCut { get; set; }

    /// <summary>A record of the organisation was seen at a version.</summary>
    public void Saw<T>(long id, int version) where T : IRecord => Seen?.Saw(typeof(T), Tenant.OrgId, id, version);

    /// <summary>Whether a record of the organisation has most likely left a version behind (<see cref="SeenVersions"/>).</summary>
    public bool IsPast<T>(long id, int version) where T : IRecord => Seen?.IsPast(typeof(T), Tenant.OrgId, id, version) == true;

    internal void ContextWasSet() => _isContextSet = true;

    /// <summary>The next statement of the current write is its last.</summary>
    internal void CommitWithNext() => CommitsWithNext = true;

    /// <summary>Is told that something is sent; answers whether COMMIT travels with it.</summary>
    internal bool IsLastWith()
    {
        if (IsCommitSent)
        {
            throw new InvalidOperationException("The transaction was committed with the statement before, which was said to be its last.");
        }

        Tenant.CountStatement();
        (IsCommitSent, CommitsWithNext) = (CommitsWithNext, false);
        return IsCommitSent;
    }

    /// <summary>Reads by statements that are ready.</summary>
    public override Task<SentStatements> SendAsync(IReadOnlyList<(Statement Statement, object?[] Values)> calls, CancellationToken ct)
        => this.SendAsync(calls, Counter, ct);

    /// <summary>
    /// Everything read until the answer is disposed comes from one snapshot (REPEATABLE READ, READ ONLY). BEGIN travels with the
    /// first statement; nothing is written, so how it ends does not matter.
    /// </summary>
    public async Task<IAsyncDisposable> BeginSnapshotAsync(CancellationToken ct)
    {
        (IsSnapshot, _isContextSet) = (true, false);
        return new Snapshot(this, await Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct));
    }

    /// <summary>
    /// Runs <paramref name="write"/> in one transaction at READ COMMITTED and commits it; whatever it throws rolls it back.
    /// A deadlock or serialization failure is tried again, three times in all: nothing was acknowledged yet.
    /// A write that answers null found no row to write, and is rolled back too.
    /// </summary>
    /// <exception cref="Errors.OutcomeUnknownException">COMMIT was sent, and PostgreSQL did not say what came of it.</exception>
    /// <param name="write">What to write; answers null when there is no such row.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="revertsTo">The version whose content is brought back; the audit log says so of all that is written.</param>
    public async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken ct, int? revertsTo = null)
    {
        RevertsTo = revertsTo;
        for (var attempt = 1; ; attempt++)
        {
            (_isContextSet, CommitsWithNext, IsCommitSent) = (false, false, false);
            ChangeTracker.Clear();
            var isCommitting = false;
            await using var transaction = await Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
            try
            {
                await this.TakeKeyAsync(ct);
                var result = await write();
                isCommitting = result is not null && !IsCommitSent;
                await (isCommitting ? transaction.CommitAsync(ct) : Task.CompletedTask);
                return result;
            }
            catch (Exception e) when ((isCommitting || IsCommitSent) && Errors.DatabaseFaults.LeavesOutcomeUnknown(e))
            {
                throw new Errors.OutcomeUnknownException(e, Key is not null);
            }
            catch (Exception e) when (attempt < 3 && Errors.SqlState.IsTransient(e))
            {
                await transaction.RollbackAsync(CancellationToken.None);
            }
            finally
            {
                if (isCommitting || IsCommitSent)
                {
                    Standbys?.Wrote(Tenant);
                    Tenant.MayHaveWritten();
                }

                IsCommitSent = false;
                ChangeTracker.Clear();
            }
        }
    }

    // Back in EF's pool the context belongs to nobody: whoever rents it next must say for whom, and starts no read-only transaction.
    public override void Dispose()
    {
        Forget();
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        Forget();
        return base.DisposeAsync();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(BlogDbContext).Assembly);
        Jsonb.MapTo(model);
        Nfc.MapTo(model);
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(SnakeCase.Of(property.GetColumnName()));
        }
    }

    private void Forget() => (_tenant, _isContextSet, IsSnapshot, RevertsTo, Key, CommitsWithNext, Counter, Standbys, Seen) = (null, false, false,
        null, null, false, null, null, null);

    private sealed class Snapshot(BlogDbContext blog, IDbContextTransaction transaction) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            blog.IsSnapshot = false;
            return transaction.DisposeAsync();
        }
    }
}

using System.Data.Common;
using System.Globalization;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>
/// The only place that tells the database who is asking. It puts one SELECT of <c>set_config(name, value, true)</c> in front
/// of the first statement of each transaction. Both travel under one Sync, which PostgreSQL runs as one implicit transaction
/// when none is open (manual, section 55.2.3 "Extended Query"), so a single read costs one round trip. Nothing is ever set
/// for the session: that would outlive the request in the connection pool.
/// </summary>
/// <param name="database">Whose connections are used.</param>
internal sealed class TenantInterceptor(NpgsqlDataSource database) : DbCommandInterceptor
{
    /// <summary>
    /// Has all that travels with a read outside of a transaction see one snapshot; a single statement has one of its own. Said here and not
    /// for the session, as a pooler may forget what a session was told; and without BEGIN, so that a failure leaves no transaction open.
    /// PostgreSQL's manual, section 20.11.1: to change this parameter is SET TRANSACTION, and the next transaction begins with its default
    /// again.
    /// </summary>
    private const string OneSnapshot = "set transaction_isolation = 'repeatable read';\n";

    /// <summary>What stands between two statements of one command.</summary>
    private const string Next = ";\n";

    private const string Context = "select set_config('app.current_org_id', @org, true), set_config('app.current_user_id', @usr, true), "
        + "set_config('app.current_role', @role, true), set_config('app.request_id', @req, true), set_config('app.trace_id', @trace, true)";

    /// <summary>Who acts, when it is not a person for themselves with all their rights; nothing said is that.</summary>
    private const string Program =
        ", set_config('app.actor_kind', @kind, true), set_config('app.on_behalf_of', @behalf, true), set_config('app.scope', @scope, true)";

    private const string DraftsAlone = "write:drafts";

    private static readonly string[] s_roles = [.. Enum.GetNames<Role>().Select(role => role.ToUpperInvariant())];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is BlogDbContext write)
        {
            write.Tenant.CountStatement();
            EndWith(command, write);
        }

        if (eventData.Context is BlogDbContext { IsContextSet: false } db)
        {
            var readOnly = db.IsSnapshot ? ", set_config('transaction_read_only', 'on', true)" : "";
            var reverting = db.RevertsTo is null ? "" : ", set_config('app.reverts_to', @reverts, true)";
            var isProgram = db.Tenant is not { Kind: ActorKind.User, OnBehalfOf: null, MayPublish: true };
            var alone = db.Database.CurrentTransaction is null && command.CommandText.Contains(Next, StringComparison.Ordinal) ? OneSnapshot : "";
            command.CommandText = $"{alone}{Context}{(isProgram ? Program : "")}{readOnly}{reverting};\n{command.CommandText}";
            command.Parameters.Add(Text("org", db.Tenant.OrgId.ToString()));
            command.Parameters.Add(Text("usr", db.Tenant.UserId.ToString()));
            command.Parameters.Add(Text("role", s_roles[(int)db.Tenant.Role]));
            command.Parameters.Add(Text("req", db.Tenant.RequestId ?? ""));
            command.Parameters.Add(Text("trace", db.Tenant.TraceId ?? ""));
            if (isProgram)
            {
                command.Parameters.Add(Text("kind", db.Tenant.Kind.ToString().ToUpperInvariant()));
                command.Parameters.Add(Text("behalf", db.Tenant.OnBehalfOf?.ToString(CultureInfo.InvariantCulture) ?? ""));
                command.Parameters.Add(Text("scope", db.Tenant.MayPublish ? "" : DraftsAlone));
            }

            if (db.RevertsTo is { } version)
            {
                command.Parameters.Add(Text("reverts", version.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return new(result);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is BlogDbContext { IsContextSet: false } db)
        {
            try
            {
                await CheckAsync(result, db.Tenant, cancellationToken);
                await result.NextResultAsync(cancellationToken);      // past the row of our own SELECT
            }
            catch
            {
                await result.DisposeAsync();      // else the rollback that follows finds a command in progress
                throw;
            }

            db.ContextWasSet();
        }

        return result;
    }

    /// <summary>A connection that lost what was prepared on it is not used again, nor are those that may have had the same end.</summary>
    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Exception is PostgresException { SqlState: var state } && SqlState.IsOfPreparing(state))
        {
            database.Clear();
        }

        return Task.CompletedTask;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => throw WithoutContext();

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => throw WithoutContext();

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => throw WithoutContext();

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
            => throw WithoutContext();

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
            => throw WithoutContext();

    /// <summary>
    /// The database says back for whom it answers. Were a connection ever out of step, what is read from it would be the answer to somebody
    /// else's question: nothing of it is used, and no connection of now is used again.
    /// </summary>
    private async Task CheckAsync(DbDataReader result, TenantContext tenant, CancellationToken ct)
    {
        if (!await result.ReadAsync(ct) || result.GetString(0) != tenant.OrgId.ToString() || result.GetString(3) != (tenant.RequestId ?? ""))
        {
            throw OutOfStep.GiveUp(database);
        }
    }

    private static void EndWith(DbCommand command, BlogDbContext db)
    {
        if (db.IsCommitSent)
        {
            throw new InvalidOperationException("The transaction was committed with the statement before, which was said to be its last.");
        }

        if (db.CommitsWithNext)
        {
            command.CommandText = $"{command.CommandText};\nCOMMIT";
            db.CommitWasSent();
        }
    }

    private static InvalidOperationException WithoutContext() =>
        new("Only asynchronous readers carry the tenant's context; this way of running a command does not.");

    private static NpgsqlParameter<string> Text(string name, string value) => new(name, NpgsqlDbType.Text) { TypedValue = value };
}

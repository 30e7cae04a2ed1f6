using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>Looks at connections that EF gives back (<see cref="OutOfStep.PrepareAnewAfterCut"/>).</summary>
internal sealed class CutConnections : DbConnectionInterceptor
{
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (eventData.Context is BlogDbContext db)
        {
            OutOfStep.PrepareAnewAfterCut(db, (NpgsqlConnection)connection);
        }

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => new(ConnectionClosing(connection, eventData, result));
}

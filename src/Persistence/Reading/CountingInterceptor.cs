using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GraphBlog.Persistence.Reading;

/// <summary>Is told of each larger value that is read, and ends the reading by throwing.</summary>
/// <param name="length">Its length: characters of text, bytes of JSON.</param>
public delegate void ReadCounter(long length);

/// <summary>Has what a context reads counted as it is read, a value at a time: a result may be larger than the memory.</summary>
internal sealed class CountingInterceptor : DbCommandInterceptor
{
    // What EF writes it reads back as Npgsql's own reader, and it is one row.
    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        => new(eventData is { CommandSource: not CommandSource.SaveChanges, Context: BlogDbContext { Counter: { } counter } }
            ? new CountedReader(result, command.Cancel, counter) : result);
}

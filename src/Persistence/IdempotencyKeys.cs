using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence;

/// <summary>A client's own name for one mutation, so that sending it again does not do it again.</summary>
/// <param name="Key">1 to 200 characters; the user's own, for 24 hours.</param>
/// <param name="Fingerprint">A digest of what is to be done: the same key with another one is a mistake of the client's.</param>
public sealed record IdempotencyKey(string Key, byte[] Fingerprint);

/// <summary>The key was used before, so nothing was written this time.</summary>
/// <param name="transaction">The transaction that did what the key stands for; its audit entries say what that was.</param>
/// <param name="entries">Between which ids of the audit log that transaction's entries are: another epoch may have used its number again.</param>
/// <param name="isSame">Whether it was the same mutation with the same input.</param>
public sealed class KeyUsedException(ulong transaction, (long Above, long UpTo) entries, bool isSame)
    : Exception("The idempotency key was used before.")
{
    public ulong Transaction { get; } = transaction;

    public (long Above, long UpTo) Entries { get; } = entries;

    public bool IsSame { get; } = isSame;
}

internal static class IdempotencyKeys
{
    /// <summary>Takes the context's key, if it has one, as part of the current transaction; waits for another that is about to.</summary>
    /// <exception cref="KeyUsedException">Another transaction has it.</exception>
    public static async Task TakeKeyAsync(this BlogDbContext blog, CancellationToken ct)
    {
        if (blog.Key is not { } key)
        {
            return;
        }

        var used = await blog.Database.SqlQuery<Use>(
            $"select used_in, is_same, above_entry, up_to_entry from app.take_key({key.Key}, {key.Fingerprint})").SingleAsync(ct);
        if (used.UsedIn is { } transaction)
        {
            throw new KeyUsedException(transaction, (used.Above ?? 0, used.UpTo ?? long.MaxValue), used.IsSame == true);
        }
    }

    private sealed class Use
    {
        [Column("used_in", TypeName = "xid8")]
        public ulong? UsedIn { get; set; }

        [Column("is_same")]
        public bool? IsSame { get; set; }

        [Column("above_entry")]
        public long? Above { get; set; }

        [Column("up_to_entry")]
        public long? UpTo { get; set; }
    }
}

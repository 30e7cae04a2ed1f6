using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphBlog.GraphApi.Errors;
using GraphBlog.Persistence;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Idempotency;

/// <summary>The input of a mutation that may be sent twice.</summary>
public interface IIdempotentInput
{
    /// <summary>The client's own name for the change; null for none.</summary>
    string? IdempotencyKey { get; }
}

/// <summary>
/// What a mutation did when its key was used first: the record's version it made; both null when it changed nothing, or the log no
/// longer tells the viewer.
/// </summary>
internal sealed record Effect(long? RecordId, int? Version)
{
    /// <summary>The record at the version that was made; null when there is none to tell of.</summary>
    public Task<T?> TellAsync<T>(Func<long, int, Task<T?>> recordAt) where T : class
        => RecordId is { } id && Version is { } version ? recordAt(id, version) : Task.FromResult<T?>(null);
}

/// <summary>
/// Runs mutations once for each key. The key is written in the mutation's own transaction, so it is there if and only if the change is;
/// what failed left nothing, and may be tried again under the same key.
/// </summary>
internal static class Once
{
    private const int MaxKeyLength = 200;

    /// <param name="blog">The context whose next writing transaction takes the key.</param>
    /// <param name="input">What is to be done; its type's name stands for the mutation's.</param>
    /// <param name="mutate">Does it.</param>
    /// <param name="replay">Answers it again, as it was answered first.</param>
    /// <param name="ct">Cancels it.</param>
    /// <exception cref="IdempotencyMismatchException">The key was used for something else.</exception>
    /// <exception cref="ValidationException">It cannot be a key.</exception>
    public static async Task<TResult?> OnceAsync<TInput, TResult>(
        this BlogDbContext blog, TInput input, Func<Task<TResult>> mutate, Func<Effect, Task<TResult?>> replay, CancellationToken ct)
        where TInput : IIdempotentInput
    {
        if (input.IdempotencyKey is not { } key)
        {
            return await mutate();
        }

        if (key.Length is 0 or > MaxKeyLength || key.Contains('\0'))
        {
            throw new ValidationException("idempotencyKey", $"The idempotency key must have 1 to {MaxKeyLength} characters, none of them U+0000.");
        }

        try
        {
            blog.Key = new(key, Fingerprint(input));
            return await mutate();
        }
        catch (KeyUsedException used)
        {
            return used.IsSame ? await replay(await EffectAsync(blog, used, ct)) : throw new IdempotencyMismatchException(key);
        }
        finally
        {
            blog.Key = null;
        }
    }

    // A mutation changes one record; purging a post takes its comments along, whose entries come after its own.
    private static async Task<Effect> EffectAsync(BlogDbContext blog, KeyUsedException used, CancellationToken ct)
    {
        var (transaction, (above, upTo)) = (used.Transaction, used.Entries);
        return await blog.AuditLog.Where(entry => entry.Tx == transaction && entry.Id > above && entry.Id <= upTo).OrderBy(entry => entry.Id)
            .Select(entry => new Effect(entry.RecordId, entry.Version)).FirstOrDefaultAsync(ct) ?? new(null, null);
    }

    // An Optional is written with its HasValue: a field that is left out is another input than one that is null.
    private static byte[] Fingerprint<TInput>(TInput input)
        => SHA256.HashData([.. Encoding.UTF8.GetBytes(typeof(TInput).Name), .. JsonSerializer.SerializeToUtf8Bytes(input)]);
}

using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Mutations;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphQL;

namespace GraphBlog.GraphApi.Idempotency;

/// <summary>
/// Runs mutations once for each key. The key is written in the mutation's own transaction, so it is there if and only if the change is;
/// what failed left nothing, and may be tried again under the same key. A key that was used answers what was answered first.
/// </summary>
/// <param name="replay">Answers a mutation again.</param>
internal sealed class IdempotencyStep(Replay replay) : MutationStep
{
    private const int MaxKeyLength = 200;

    public override IReadOnlyList<Type> Errors => [typeof(ValidationException), typeof(IdempotencyMismatchException)];

    /// <summary>The step of a mutation whose input may have a key.</summary>
    public static MutationStep? Of(MutationSignature mutation)
        => mutation.Input.IsAssignableTo(typeof(IIdempotentInput)) ? new IdempotencyStep(
            mutation.Method.GetCustomAttribute<AnsweredAgainAttribute>()?.Replay ?? RecordReplay.Of(mutation.Answer)) : null;

    /// <exception cref="IdempotencyMismatchException">The key was used for something else.</exception>
    /// <exception cref="ValidationException">It cannot be a key.</exception>
    public override async ValueTask<object?> RunAsync(IResolveFieldContext context, object input, Func<ValueTask<object?>> next)
    {
        if (((IIdempotentInput)input).IdempotencyKey is not { } key)
        {
            return await next();
        }

        if (key.Length is 0 or > MaxKeyLength || key.Contains('\0'))
        {
            throw new ValidationException("idempotencyKey", $"The idempotency key must have 1 to {MaxKeyLength} characters, none of them U+0000.");
        }

        var blog = context.RequestServices!.GetRequiredService<BlogDbContext>();
        try
        {
            blog.Key = new(key, Fingerprint(input, blog.Tenant.OnBehalfOf));
            return await next();
        }
        catch (KeyUsedException used)
        {
            return used.IsSame ? await replay(blog, context, input, Made(blog, used))
                : throw new IdempotencyMismatchException(key);
        }
        finally
        {
            blog.Key = null;
        }
    }

    private static IQueryable<AuditEntry> Made(BlogDbContext blog, KeyUsedException used)
    {
        var (transaction, (above, upTo)) = (used.Transaction, used.Entries);
        return blog.AuditLog.Where(entry => entry.Tx == transaction && entry.Id > above && entry.Id <= upTo);
    }

    // An Optional is written with its HasValue: a field that is left out is another input than one that is null. And what a program does for one
    // person is not what it does for another.
    private static byte[] Fingerprint(object input, long? onBehalfOf) => SHA256.HashData(
        [.. Encoding.UTF8.GetBytes($"{input.GetType().Name}{onBehalfOf}"), .. JsonSerializer.SerializeToUtf8Bytes(input, input.GetType())]);
}

using System.Net;
using System.Threading.RateLimiting;
using GraphBlog.Engine;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Limits;
using GraphBlog.GraphApi.Hosting;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>
/// Tokens that did not count, by the address they came from: checking a signature costs processor time, and asking for who it names a
/// statement. An address that has sent too many has only those let in that are known to count. Addresses share some thousand buckets, so
/// that no flood of them takes memory. A request that a proxy forwarded which is not configured says nothing of who sent it, and is not counted.
/// </summary>
internal sealed class RefusedTokens(AuthSettings settings) : IDisposable
{
    private const int Buckets = 8192;

    private readonly PartitionedRateLimiter<int>? _limiter = settings.RefusedPerMinute == 0 ? null
        : PartitionedRateLimiter.Create<int, int>(bucket
            => RateLimitPartition.GetTokenBucketLimiter(bucket, _ => RateLimits.Bucket(settings.RefusedPerMinute)));

    /// <summary>Whether an address may still have a token checked.</summary>
    /// <exception cref="GraphQLRequestException">It has sent too many that did not count: RATE_LIMITED.</exception>
    public void Check(HttpContext http)
    {
        if (BucketOf(http) is { } bucket && _limiter!.GetStatistics(bucket) is { CurrentAvailablePermits: 0 })
        {
            throw new GraphQLRequestException(
                $"More than {settings.RefusedPerMinute} tokens a minute that do not count came from this address.", ErrorCodes.RateLimited,
                StatusCodes.Status429TooManyRequests)
            { IsRetryable = true, RetryAfter = (60 / settings.RefusedPerMinute) + 1 };
        }
    }

    /// <summary>Counts a token that does not count.</summary>
    public void Count(HttpContext http)
    {
        if (BucketOf(http) is { } bucket)
        {
            _limiter!.AttemptAcquire(bucket).Dispose();
        }
    }

    public void Dispose() => _limiter?.Dispose();

    private int? BucketOf(HttpContext http) => _limiter is null || http.Request.Headers.ContainsKey("X-Forwarded-For") ? null
        : http.Connection.RemoteIpAddress is { } address ? BucketOf(address) : null;

    // An IPv6 customer has a whole /64. HashCode differs from process to process, so that nobody can aim at another's bucket.
    private static int BucketOf(IPAddress address)
    {
        var bytes = address.IsIPv4MappedToIPv6 ? address.MapToIPv4().GetAddressBytes() : address.GetAddressBytes();
        var hash = default(HashCode);
        hash.AddBytes(bytes.AsSpan(0, Math.Min(8, bytes.Length)));
        return (int)((uint)hash.ToHashCode() % Buckets);
    }
}

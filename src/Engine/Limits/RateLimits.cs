using System.Globalization;
using System.Threading.RateLimiting;
using GraphBlog.Engine.Http;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Limits;

/// <summary>
/// What a client, and all of an organisation together, may use: cost in a minute, and connections that stay open. Each has a bucket that
/// holds a minute's worth and fills evenly; a full one that nobody asks for is forgotten after ten seconds. Of this server alone.
/// </summary>
public sealed class RateLimits(IOptions<GraphQLServerOptions> options) : IDisposable
{
    private const int CharactersPerCost = 16;

    // What ordinary requests have, known documents of some length included, is not counted beside what they cost.
    private const int BytesForNothing = 4096;

    private readonly Quota _client = new("client", options.Value.CostPerMinuteOfClient, payer => payer);
    private readonly Quota _group = new("organisation", options.Value.CostPerMinuteOfGroup, payer => new(payer.Group, 0));
    private readonly PartitionedRateLimiter<Payer>? _clientConnections = Connections(options.Value.MaxConnectionsOfClient, payer => payer);
    private readonly PartitionedRateLimiter<Payer>? _groupConnections
        = Connections(options.Value.MaxConnectionsOfGroup, payer => new(payer.Group, 0));

    private readonly string? _policy = string.Join(
        ", ", new[] { Policy("client", options.Value.CostPerMinuteOfClient), Policy("organisation", options.Value.CostPerMinuteOfGroup) }
            .OfType<string>()) is { Length: > 0 } policy ? policy : null;

    /// <summary>
    /// Takes the cost of something from both buckets. A client that has not enough takes nothing from its organisation; where that has not
    /// enough the client has paid, as for any other request that is refused.
    /// </summary>
    /// <param name="payer">Who pays.</param>
    /// <param name="cost">In fields to resolve; more than a whole bucket empties it.</param>
    /// <exception cref="GraphQLRequestException">There is not enough left: RATE_LIMITED.</exception>
    public void Charge(Payer payer, double cost)
    {
        _client.Charge(payer, cost);
        _group.Charge(payer, cost);
    }

    /// <summary>
    /// Refuses at once who has not enough for something that is paid when it is known what exactly it costs. Takes nothing from who has.
    /// </summary>
    /// <exception cref="GraphQLRequestException">There is not enough left: RATE_LIMITED.</exception>
    public void Foresee(Payer payer, double cost)
    {
        if (!_client.Covers(payer, cost) || !_group.Covers(payer, cost))
        {
            Charge(payer, cost);
        }
    }

    /// <summary>Takes the cost of what could not be foreseen, or what is left: it is the next request that is refused.</summary>
    public void Spend(Payer payer, double cost)
    {
        _client.Spend(payer, cost);
        _group.Spend(payer, cost);
    }

    /// <summary>What a text costs: so many characters are parsed, written or rendered in the time in which a field is resolved.</summary>
    public static int CostOf(int characters) => characters / CharactersPerCost;

    /// <summary>What a request costs for its length alone.</summary>
    /// <param name="bytes">As it was sent.</param>
    internal static int CostOfRequest(long bytes) => CostOf((int)Math.Clamp(bytes - BytesForNothing, 0, int.MaxValue));

    /// <summary>Opens a connection that stays; dispose of what comes back when it ends.</summary>
    /// <exception cref="GraphQLRequestException">Too many are open: TOO_MANY_CONNECTIONS.</exception>
    public IDisposable Connect(Payer payer)
    {
        var ofClient = Take(_clientConnections, payer, $"A client has at most {options.Value.MaxConnectionsOfClient}");
        try
        {
            return new Connection(
                ofClient, Take(_groupConnections, payer, $"An organisation has at most {options.Value.MaxConnectionsOfGroup}"));
        }
        catch
        {
            ofClient?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Tells the client what it has left. Source: draft-ietf-httpapi-ratelimit-headers-11. The unit `cost` is ours; `t` is a second, as buckets
    /// fill all the time: until then it has what is said.
    /// </summary>
    internal void Describe(IHeaderDictionary headers, Payer payer)
    {
        if (_policy is not null)
        {
            headers["RateLimit-Policy"] = _policy;
            headers["RateLimit"] = (_client.Left(payer), _group.Left(payer)) switch
            {
                ({ } client, { } group) => string.Create(
                    CultureInfo.InvariantCulture, $"\"client\";r={client};t=1, \"organisation\";r={group};t=1"),
                ({ } client, null) => string.Create(CultureInfo.InvariantCulture, $"\"client\";r={client};t=1"),
                (_, var group) => string.Create(CultureInfo.InvariantCulture, $"\"organisation\";r={group};t=1"),
            };
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _client.Dispose();
        _group.Dispose();
        _clientConnections?.Dispose();
        _groupConnections?.Dispose();
    }

    /// <summary>A bucket for a minute's worth, which fills evenly, at most every second.</summary>
    public static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / perMinute)),
        QueueLimit = 0,
    };

    /// <summary>
    /// In how many seconds such a bucket has what was asked for. The library rounds down to whole periods, the first of which has begun.
    /// </summary>
    public static int RetryAfter(RateLimitLease lease, int perMinute)
        => (int)Math.Ceiling((lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after.TotalSeconds : 0) + Math.Max(1, 60.0 / perMinute));

    private static string? Policy(string name, int perMinute)
        => perMinute > 0 ? string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={perMinute};w=60;qu=\"cost\"") : null;

    private static PartitionedRateLimiter<Payer>? Connections(int most, Func<Payer, Payer> key) => most == 0 ? null
        : PartitionedRateLimiter.Create<Payer, Payer>(payer => RateLimitPartition.GetConcurrencyLimiter(
            key(payer), _ => new() { PermitLimit = most, QueueLimit = 0 }));

    private static RateLimitLease? Take(PartitionedRateLimiter<Payer>? limiter, Payer payer, string limit)
    {
        var lease = limiter?.AttemptAcquire(payer);
        return lease?.IsAcquired != false ? lease
            : throw new GraphQLRequestException(
                $"{limit} sockets and event streams open. Close one, or follow more on one socket.", ErrorCodes.TooManyConnections,
                StatusCodes.Status429TooManyRequests)
            { IsRetryable = true, RetryAfter = 10 };
    }

    private sealed class Quota(string name, int perMinute, Func<Payer, Payer> key) : IDisposable
    {
        private readonly PartitionedRateLimiter<Payer>? _limiter = perMinute == 0 ? null
            : PartitionedRateLimiter.Create<Payer, Payer>(payer => RateLimitPartition.GetTokenBucketLimiter(key(payer), _ => Bucket(perMinute)));

        public void Charge(Payer payer, double cost)
        {
            using var lease = Take(payer, cost);
            if (lease?.IsAcquired == false)
            {
                throw new GraphQLRequestException(
                    $"This costs {Math.Ceiling(cost)}, more than is left of the {perMinute} that each {name} may use in a minute.",
                    ErrorCodes.RateLimited,
                    StatusCodes.Status429TooManyRequests)
                {
                    IsRetryable = true,
                    RetryAfter = RetryAfter(lease, perMinute),
                };
            }
        }

        public void Spend(Payer payer, double cost)
        {
            using var lease = Take(payer, cost);
            if (lease?.IsAcquired == false)
            {
                Take(payer, Left(payer) ?? 0)?.Dispose();
            }
        }

        public bool Covers(Payer payer, double cost) => Left(payer) is not { } left || left >= Math.Ceiling(Math.Min(cost, perMinute));

        public long? Left(Payer payer) => _limiter?.GetStatistics(payer)?.CurrentAvailablePermits;

        public void Dispose() => _limiter?.Dispose();

        /// <summary>Null where there is no limit; not acquired where there is not enough.</summary>
        private RateLimitLease? Take(Payer payer, double cost) => _limiter?.AttemptAcquire(payer, (int)Math.Ceiling(Math.Min(cost, perMinute)));
    }

    private sealed class Connection(IDisposable? ofClient, IDisposable? ofGroup) : IDisposable
    {
        public void Dispose()
        {
            ofClient?.Dispose();
            ofGroup?.Dispose();
        }
    }
}

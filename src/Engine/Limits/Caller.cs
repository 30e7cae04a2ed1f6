namespace GraphBlog.Engine.Limits;

/// <summary>Who asks for an operation, as far as limits go.</summary>
/// <param name="Lane">With whom they wait.</param>
/// <param name="Limits">What they may use; null for as much as they like.</param>
/// <param name="Payer">Who pays.</param>
/// <param name="Stream">The request that a subscription keeps open; null where a socket is open anyhow.</param>
public readonly record struct Caller(string Lane, RateLimits? Limits = null, Payer Payer = default, HttpContext? Stream = null)
{
    /// <summary>Pays for something, before it is done.</summary>
    /// <exception cref="Http.GraphQLRequestException">There is not enough left: RATE_LIMITED.</exception>
    internal void Pay(double cost) => Limits?.Charge(Payer, cost);

    /// <summary>Counts an event stream until its request ends, however it does.</summary>
    /// <exception cref="Http.GraphQLRequestException">Too many are open: TOO_MANY_CONNECTIONS.</exception>
    internal void BeginStream()
    {
        if (Limits is not null && Stream is not null)
        {
            Stream.Response.RegisterForDispose(Limits.Connect(Payer));
        }
    }
}

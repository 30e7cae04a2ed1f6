using GraphBlog.Engine.Execution;
using GraphBlog.Persistence.Standbys;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>
/// Reads see the writes before them, also where they are read from standbys (decision 50): an answer to what wrote has a header that the
/// client sends back with what it reads.
/// </summary>
internal static class Consistency
{
    public const string Header = "GraphBlog-Consistency";

    /// <summary>Which queries are read from a standby.</summary>
    public static QueryCopies Copies { get; } = new(
        services => services.GetRequiredService<TenantHolder>() is var holder
            && services.GetRequiredService<StandbyReads>().Find(holder.Tenant, holder.Token) is { } standby
                ? copy => copy.GetRequiredService<ReadPlace>().Standby = standby : null,
        StandbyReads.IsOfStandby);

    /// <summary>Says in the answer's header what the client is to send back, if the request wrote anything.</summary>
    public static async ValueTask TellAsync(HttpContext http)
    {
        if (http.RequestServices.GetService<StandbyReads>() is { } standbys && http.RequestServices.GetRequiredService<TenantHolder>().Known is
            { HasWritten: true } && !http.Response.HasStarted)
        {
            var token = await standbys.TokenAsync(http.RequestAborted);
            if (!http.Response.HasStarted)
            {
                http.Response.Headers[Header] = token;
            }
        }
    }
}

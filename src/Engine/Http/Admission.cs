namespace GraphBlog.Engine.Http;

/// <summary>Watches over a client that was let in for longer than one answer.</summary>
/// <param name="interceptor">Says whether it may go on; null for always.</param>
/// <param name="http">The request by which it came.</param>
/// <param name="interval">How often that is asked.</param>
internal sealed class Admission(HttpRequestInterceptor? interceptor, HttpContext http, TimeSpan interval)
{
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(1);

    /// <summary>Ends when the client may go on no more, with the reason.</summary>
    /// <param name="ct">Ends the watch: it is cancelled.</param>
    public async Task<GraphQLRequestException> EndsAsync(CancellationToken ct)
    {
        while (true)
        {
            var pause = interval;
            try
            {
                if (interceptor is not null && await interceptor.RecheckAsync(http, ct) is { } until)
                {
                    pause = TimeSpan.FromTicks(Math.Clamp((until - DateTimeOffset.UtcNow).Ticks, s_least.Ticks, interval.Ticks));
                }
            }
            catch (GraphQLRequestException refusal)
            {
                return refusal;
            }
            catch (Exception) when (!ct.IsCancellationRequested)
            {
                // Nobody can say at the moment; it is asked again.
            }

            await Task.Delay(pause, ct);
        }
    }
}

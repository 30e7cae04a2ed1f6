namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// What the server does by itself again and again. Whatever goes wrong is told and tried again at the next turn: an exception that leaves a
/// background service would end the server, which serves all the same.
/// </summary>
internal static class Repeatedly
{
    /// <summary>Does it at once, and then every so often, until the server stops.</summary>
    /// <param name="every">How often.</param>
    /// <param name="clock">The time.</param>
    /// <param name="work">What is done.</param>
    /// <param name="failed">Is told what went wrong.</param>
    /// <param name="ct">Ends it, without an exception.</param>
    public static async Task DoAsync(
        TimeSpan every, TimeProvider clock, Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(every, clock);
        await using var end = ct.Register(timer.Dispose);      // to end without throwing, which is taken for a fault
        do
        {
            try
            {
                await work(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                failed(e);
            }
            catch (Exception)
            {
                return;      // the server stops, or could not start; whatever stopping the statement threw is no fault
            }
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None));
    }
}

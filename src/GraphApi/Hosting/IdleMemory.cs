namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Gives back to the system what a rush of requests has left behind. The runtime looks at its heap when much is allocated, so that a server which
/// hardly anybody asks any more would keep what it last had.
/// </summary>
internal sealed class IdleMemory(TimeProvider clock, ILogger<IdleMemory> log) : BackgroundService
{
    // Of the youngest generation, within an interval: one in six seconds is a server with little to do.
    private const int Few = 10;

    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private bool _wasBusy;
    private int _collections;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Repeatedly.DoAsync(s_interval, clock, _ =>
    {
        Look();
        return Task.CompletedTask;
    }, failure => log.LogError(failure, "Memory could not be given back; it is tried again."), stoppingToken);

    /// <summary>Once after a rush, in the first interval with little to do: everything waits for it, and it is not worth it every time.</summary>
    private void Look()
    {
        var isBusy = GC.CollectionCount(0) - _collections > Few;
        if (_wasBusy && !isBusy)
        {
            GC.Collect();                    // has the shared pools put away what is unused, in finalizers
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        (_wasBusy, _collections) = (isBusy, GC.CollectionCount(0));
    }
}

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>The snapshot that one execution of an operation reads from, opened when it turns out to be needed.</summary>
/// <param name="reads">How many fields read; a single statement is a snapshot of its own.</param>
/// <param name="open">Opens it; null where nothing has to.</param>
internal sealed class OperationSnapshot(int reads, Func<ValueTask<IAsyncDisposable>>? open) : IAsyncDisposable
{
    private IAsyncDisposable? _opened;

    /// <summary>To be called before the first read.</summary>
    /// <param name="together">How many of the reads are made by one command.</param>
    public ValueTask PrepareAsync(int together) => reads > together ? OpenAsync() : default;

    /// <summary>Opens the snapshot.</summary>
    public async ValueTask OpenAsync()
    {
        if (open is not null)
        {
            _opened ??= await open();
        }
    }

    public ValueTask DisposeAsync() => _opened?.DisposeAsync() ?? default;
}

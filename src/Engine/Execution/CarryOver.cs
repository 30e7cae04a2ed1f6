namespace GraphBlog.Engine.Execution;

/// <summary>
/// Tells a new scope for whom it works. Each event of a subscription, and each operation on a socket, executes in a scope of its own,
/// so that what is scoped neither lives as long as a subscription nor is shared by operations that run at once.
/// </summary>
/// <param name="from">The services of the request, which the interceptor has seen.</param>
/// <param name="to">The services of the new scope.</param>
public delegate void CarryOver(IServiceProvider from, IServiceProvider to);

/// <summary>Opens the scopes.</summary>
internal static class CarryOverExtensions
{
    /// <summary>A scope that works for whom these services do.</summary>
    public static AsyncServiceScope OpenScope(this IServiceProvider services)
    {
        var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        services.GetService<CarryOver>()?.Invoke(services, scope.ServiceProvider);
        return scope;
    }
}

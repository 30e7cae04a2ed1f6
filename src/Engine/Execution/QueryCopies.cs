using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Http;

namespace GraphBlog.Engine.Execution;

/// <summary>
/// Has queries executed on a copy of the data that may be behind it, where the host has one. A query is executed on one of the two as a whole:
/// what it read of a copy that failed is forgotten.
/// </summary>
/// <param name="Choose">
/// For whom these services work: what points the services of a new scope at a copy that is new enough; null where there is none.
/// </param>
/// <param name="IsOfCopy">
/// Whether a failure may be the copy's own, so that the data itself is to be asked. A refusal that has its words for the client is none.
/// </param>
public sealed record QueryCopies(Func<IServiceProvider, Action<IServiceProvider>?> Choose, Func<Exception, bool> IsOfCopy)
{
    /// <summary>Executes a query on a copy, else on the data itself.</summary>
    /// <exception cref="OperationCanceledException">Its time was over.</exception>
    internal async Task<OperationResult> ExecuteAsync(PreparedOperation query, IServiceProvider services, TimeLimit limit)
    {
        if (Choose(services) is { } point)
        {
            await using var scope = services.OpenScope();
            point(scope.ServiceProvider);
            scope.ServiceProvider.GetRequiredService<AnswerBudget>().IsPartOf(services.GetRequiredService<AnswerBudget>());
            try
            {
                return await query.ExecuteAsync(scope.ServiceProvider, limit, IsOutage);
            }
            catch (Exception e) when (e is OutageException || IsOutage(e))
            {
                // asked below
            }
        }

        return await query.ExecuteAsync(services, limit);
    }

    private bool IsOutage(Exception e) => e is not (GraphQLRequestException or AnswerRefusedException) && IsOfCopy(e);
}

using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Execution.Plans;
using GraphBlog.Engine.Execution.Resolving;
using GraphBlog.Engine.Execution.Responses;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Mutations;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>Executes operations in two phases: what resolvers find is gathered in columns, then all is written in one go.</summary>
internal static class OperationExecution
{
    /// <summary>Executes an operation; the buffer that comes back is the caller's to dispose of.</summary>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public static async Task<(ResponseBuffer Data, IReadOnlyList<FieldError> Errors)> ExecuteAsync(
        ObjectPlan plan, OperationContext operation)
    {
        var budget = operation.Services?.GetService<AnswerBudget>();
        budget?.Begin(operation.Operation.Operation);
        var buffer = new ResponseBuffer(budget);
        try
        {
            var errors = new FieldErrors();
            var root = new ObjectTable(plan, 1);
            root.Add(operation.RootValue);
            buffer.Write((byte)'{');
            var isWhole = operation.Operation.Operation == OperationType.Mutation
                ? await MutateAsync(root, buffer, errors, operation, budget)
                : await QueryAsync(root, buffer, errors, operation, budget);
            if (!isWhole)
            {
                buffer.Length = 0;
            }

            buffer.Write(isWhole ? "}"u8 : "null"u8);
            budget?.End(buffer.Length);
            return (buffer, errors.List);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static async ValueTask<bool> QueryAsync(
        ObjectTable root, ResponseBuffer buffer, FieldErrors errors, OperationContext operation, AnswerBudget? budget)
    {
        var resolution = new FieldResolution(operation);
        if (root.Plan.Resolved is not [{ Sketch: not null }])
        {
            await operation.Snapshot.PrepareAsync(together: 1);
        }

        foreach (var field in root.Plan.Resolved)
        {
            await resolution.ResolveAsync(root, field);
            budget?.Enforce();
        }

        await resolution.CompleteAsync();
        operation.CancellationToken.ThrowIfCancellationRequested();
        budget?.Enforce();
        var isWhole = new ResponseWriter(buffer, errors).WriteFields(root, 0, 0, root.Plan.Fields.Length);
        buffer.Check();
        return isWhole;
    }

    /// <summary>
    /// Each field is written, with everything below it, before the next one runs and changes what it read. Once the first has begun,
    /// something may have been committed: from then on there is an answer, which says of each field what came of it.
    /// </summary>
    /// <remarks>Source: GraphQL specification, section 6.2.2 "Mutation".</remarks>
    /// <exception cref="OperationCanceledException">The request was cancelled before anything began.</exception>
    private static async ValueTask<bool> MutateAsync(
        ObjectTable root, ResponseBuffer buffer, FieldErrors errors, OperationContext operation, AnswerBudget? budget)
    {
        operation.CancellationToken.ThrowIfCancellationRequested();
        var isWhole = true;
        for (var i = 0; i < root.Plan.Fields.Length; i++)
        {
            var field = root.Plan.Fields[i];
            budget?.Begin(OperationType.Mutation);
            var (table, isDone) = field.IsRead ? (root, false) : await MutateAsync(root, field, operation, budget);
            errors.AreOfChange = isDone;
            var (length, count) = (buffer.Length, errors.List.Count);
            try
            {
                isWhole &= new ResponseWriter(buffer, errors).WriteFields(table, 0, i, i + 1);
                buffer.Check();
            }
            catch (AnswerRefusedException refused)
            {
                buffer.Length = length;
                errors.TakeBack(count);
                isWhole &= new ResponseWriter(buffer, errors).WriteFields(Failed(root, field, operation, refused), 0, i, i + 1);
            }
        }

        return isWhole;
    }

    /// <summary>Resolves a root field and all below it. What ends that, and is no single field's failure, is the root field's.</summary>
    /// <returns>The table that holds what came of it, and whether the mutation was done, whatever became of its answer.</returns>
    private static async ValueTask<(ObjectTable Table, bool IsDone)> MutateAsync(
        ObjectTable root, FieldPlan field, OperationContext operation, AnswerBudget? budget)
    {
        if (operation.CancellationToken.IsCancellationRequested)
        {
            return (Failed(root, field, operation, NotExecuted()), false);
        }

        var resolving = ResolveAsync(root, field, operation, budget);
        var failure = operation.Limit is { } limit && !await limit.EndsAsync(resolving) ? new TimeLimitException() : await resolving;
        var isDone = IsDone(root.Columns[field.Column]);
        return (failure is null ? root : Failed(root, field, operation, failure), isDone);
    }

    private static async Task<Exception?> ResolveAsync(ObjectTable root, FieldPlan field, OperationContext operation, AnswerBudget? budget)
    {
        try
        {
            var resolution = new FieldResolution(operation);
            await resolution.ResolveAsync(root, field);
            budget?.Made(IsDone(root.Columns[field.Column]));
            await resolution.CompleteAsync();
            return null;
        }
        catch (OperationCanceledException) when (operation.CancellationToken.IsCancellationRequested)
        {
            return new TimeLimitException();
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>Whether a mutation's own resolver has ended, otherwise than with an error: that is when what it writes is committed.</summary>
    private static bool IsDone(FieldColumn? column) => column switch
    {
        ObjectColumn { Tables: [var payloads] } => payloads[0] is not MutationPayload { Errors: not null },
        ValueColumn { Values: [not (null or Failure)] } => true,
        _ => false,
    };

    // In a table of its own: what was left to itself may still write to the other.
    private static ObjectTable Failed(ObjectTable root, FieldPlan field, OperationContext operation, Exception failure)
    {
        var table = new ObjectTable(root.Plan, 1);
        table.Add(operation.RootValue);
        new FieldResolution(operation).Fail(table, field, failure);
        return table;
    }

    private static GraphQLRequestException NotExecuted() => new(
        "This was not begun, and changed nothing: the request had reached its time limit before.",
        ErrorCodes.NotExecuted,
        StatusCodes.Status504GatewayTimeout);
}

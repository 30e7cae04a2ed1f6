using System.Collections;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Execution.Plans;
using GraphQL.DataLoader;
using GraphQL.Execution;

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>
/// Finds the values of fields, breadth first: one field for all objects of a table, then the fields of the objects that came of it.
/// Data loaders are completed when nothing else is left to resolve, so that each loads as many keys at once as it can. What is computed
/// comes last, when the snapshot has been given back. One resolver runs at a time, as they may share what is not thread-safe.
/// </summary>
internal sealed class FieldResolution(OperationContext operation)
{
    private readonly RuntimeTypes _types = new(operation.Schema);
    private readonly Queue<ObjectTable> _unresolved = new();
    private readonly List<(ObjectColumn? Objects, FieldColumn Column, object?[] Values)> _waiting = [];
    private readonly Queue<(object?[] Values, int Index, int Level, FieldPlan Field)> _loading = new();
    private readonly Queue<(ObjectTable Table, FieldPlan Field)> _computed = new();

    /// <summary>Resolves a field of all objects of a table, but nothing below it; one that is computed is put off.</summary>
    public ValueTask ResolveAsync(ObjectTable table, FieldPlan field)
    {
        if (!field.IsComputed)
        {
            return FindAsync(table, field);
        }

        _computed.Enqueue((table, field));
        return default;
    }

    private async ValueTask FindAsync(ObjectTable table, FieldPlan field)
    {
        operation.CancellationToken.ThrowIfCancellationRequested();
        var values = new object?[table.Count];
        if (field.Getter is { } getter)
        {
            Read(table, getter, values);
        }
        else
        {
            await CallAsync(table, field, values);
        }

        var objects = field.Selection is null ? null : new ObjectColumn(field, _types);
        var column = objects ?? (FieldColumn)new ValueColumn();
        table.Columns[field.Column] = column;
        var loading = _loading.Count;
        for (var i = 0; i < values.Length; i++)
        {
            Prepare(field, values, i, 0);
        }

        if (_loading.Count > loading)
        {
            _waiting.Add((objects, column, values));
        }
        else
        {
            Fill(objects, column, values);
        }
    }

    /// <summary>Lets a field of all objects of a table fail, whatever was found of it.</summary>
    public void Fail(ObjectTable table, FieldPlan field, Exception failure)
    {
        var column = field.Selection is null ? (FieldColumn)new ValueColumn() : new ObjectColumn(field, _types);
        column.Fill([.. Enumerable.Repeat<object?>(new Failure(failure), table.Count)]);
        table.Columns[field.Column] = column;
    }

    /// <summary>Resolves everything below the fields resolved so far.</summary>
    public async ValueTask CompleteAsync()
    {
        await ReadAsync();
        await (_computed.Count > 0 ? operation.Snapshot.DisposeAsync() : default);
        while (_computed.TryDequeue(out var last))
        {
            await FindAsync(last.Table, last.Field);
        }
    }

    private async ValueTask ReadAsync()
    {
        while (true)
        {
            while (_unresolved.TryDequeue(out var table))
            {
                foreach (var field in table.Plan.Resolved)
                {
                    await ResolveAsync(table, field);
                }
            }

            if (_waiting.Count == 0)
            {
                return;
            }

            while (_loading.TryDequeue(out var pending))
            {
                await LoadAsync(pending.Values, pending.Index, pending.Level, pending.Field);
            }

            foreach (var (objects, column, values) in _waiting)
            {
                Fill(objects, column, values);
            }

            _waiting.Clear();
        }
    }

    private static void Read(ObjectTable table, Func<object, object?> getter, object?[] values)
    {
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = Failure.OrValue(getter, table[row]);
        }
    }

    private async ValueTask CallAsync(ObjectTable table, FieldPlan field, object?[] values)
    {
        var arguments = field.Arguments(operation.Arguments);
        var context = field.Sketch is null ? null
            : new FieldContext(operation, field, arguments) { Companions = await FindCompanionsAsync(field, arguments) };
        for (var row = 0; row < values.Length; row++)
        {
            operation.CancellationToken.ThrowIfCancellationRequested();
            context ??= new FieldContext(operation, field, arguments);
            context.Source = table[row];
            try
            {
                values[row] = await field.Resolver.ResolveAsync(context);
            }
            catch (Exception e) when (!IsCancellation(e))
            {
                values[row] = new Failure(e);
            }

            if (context is { Companions.AreTaken: false } && values[row] is not (null or Failure))
            {
                throw new InvalidOperationException($"{field.Definition.Name} is declared a look-up, but did not find its object as one.");
            }

            // What is read later may still look at its context.
            if (values[row] is IDataLoaderResult or (IEnumerable and not string) or Failure)
            {
                context = null;
            }
        }
    }

    /// <summary>
    /// Asks what is below a field for what can be read by the id that the field is given, or by the ids of the page that it reads, before
    /// anything is found by it. Nothing is shown of what turns out not to be there.
    /// </summary>
    private async ValueTask<Companions?> FindCompanionsAsync(FieldPlan field, IDictionary<string, ArgumentValue>? arguments)
    {
        var companions = new List<Companion>();
        try
        {
            var sketch = field.Sketch!(new FieldContext(operation, field, arguments));
            foreach (var below in field.AskedById())
            {
                var context = new FieldContext(operation, below, below.Arguments(operation.Arguments)) { Source = sketch };
                if (await below.Resolver.ResolveAsync(context) is PendingLoad pending
                    && (field.IsPage ? pending.OfEachItem() : pending.Companion) is { } companion)
                {
                    companions.Add(companion);
                }
            }
        }
        catch (Exception e) when (!IsCancellation(e))
        {
            companions.Clear();      // it fails again in its turn, where it is an error of its field
        }

        await operation.Snapshot.PrepareAsync(together: 1 + companions.Count);
        return companions.Count == 0 ? null : new(companions, operation.Snapshot.OpenAsync);
    }

    private async ValueTask LoadAsync(object?[] values, int index, int level, FieldPlan field)
    {
        try
        {
            values[index] = await ((IDataLoaderResult)values[index]!).GetResultAsync(operation.CancellationToken);
        }
        catch (Exception e) when (!IsCancellation(e))
        {
            values[index] = new Failure(e);
        }

        Prepare(field, values, index, level);
    }

    /// <summary>Notes what is still to be loaded, and makes arrays of lists that hold objects or may hold something to be loaded.</summary>
    private void Prepare(FieldPlan field, object?[] values, int index, int level)
    {
        var value = values[index];
        if (value is IDataLoaderResult)
        {
            _loading.Enqueue((values, index, level, field));
            return;
        }

        if (level == field.ListDepth || value is null or Failure || (IsInnermost(field, level) && !MayLoad(value)))
        {
            return;
        }

        object?[] items;
        try
        {
            items = ListItems.Copy(value);
        }
        catch (Exception e) when (!IsCancellation(e))
        {
            values[index] = new Failure(e);
            return;
        }

        values[index] = items;
        for (var i = 0; i < items.Length; i++)
        {
            Prepare(field, items, i, level + 1);
        }
    }

    private static bool IsInnermost(FieldPlan field, int level) => field.Selection is null && level + 1 == field.ListDepth;

    private static bool MayLoad(object list) => list is IEnumerable<object> and not IEnumerable<string>;

    private void Fill(ObjectColumn? objects, FieldColumn column, object?[] values)
    {
        column.Fill(values);
        foreach (var table in objects?.Tables ?? [])
        {
            if (table.Columns.Length > 0)
            {
                _unresolved.Enqueue(table);
            }
        }
    }

    private bool IsCancellation(Exception e) => e is OperationCanceledException && operation.CancellationToken.IsCancellationRequested;
}

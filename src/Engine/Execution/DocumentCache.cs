using System.Collections.Concurrent;
using GraphBlog.Engine.Execution.Plans;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>A document that passed every check that does not depend on a request's variables.</summary>
internal sealed record ValidDocument(
    GraphQLDocument Syntax, SourceText Source, IReadOnlyDictionary<GraphQLOperationDefinition, OperationCost> Costs)
{
    private readonly ConcurrentDictionary<GraphQLOperationDefinition, OperationPlan> _plans = [];

    /// <summary>The plan of one of the document's operations.</summary>
    public OperationPlan Plan(ISchema schema, GraphQLOperationDefinition operation)
        => _plans.GetOrAdd(operation, static (asked, from) => new OperationPlan(from.schema, from.Syntax, asked), (schema, Syntax));
}

/// <summary>Documents by source text, the least recently used forgotten first.</summary>
internal sealed class DocumentCache
{
    /// <summary>How many documents are kept.</summary>
    public const int MaxDocuments = 1_000;

    /// <summary>How many characters of source text are kept; a parsed document takes some 20 times as many bytes.</summary>
    public const int MaxCharacters = 2_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Source, ValidDocument Document)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Source, ValidDocument Document)> _byUse = [];
    private long _characters;

    public int Count => _entries.Count;

    public ValidDocument? Find(string source)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(source, out var entry))
            {
                return null;
            }

            if (_byUse.First != entry)
            {
                _byUse.Remove(entry);
                _byUse.AddFirst(entry);
            }

            return entry.Value.Document;
        }
    }

    public void Add(string source, ValidDocument document)
    {
        // One document may not push out a tenth of the others: such texts carry data that will not come again.
        if (source.Length > MaxCharacters / 10)
        {
            return;
        }

        lock (_lock)
        {
            if (!_entries.TryAdd(source, new((source, document))))
            {
                return;
            }

            _byUse.AddFirst(_entries[source]);
            _characters += source.Length;
            while (_entries.Count > MaxDocuments || _characters > MaxCharacters)
            {
                var oldest = _byUse.Last!.Value.Source;
                _byUse.RemoveLast();
                _entries.Remove(oldest);
                _characters -= oldest.Length;
            }
        }
    }
}

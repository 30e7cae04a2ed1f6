using System.Collections.Concurrent;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>What one request turned out to be, for the host's log: it holds no text of the document but names, and no values.</summary>
public sealed class RequestNotes
{
    // A socket or a batch may have any number of operations; a line of a log has an end.
    private const int Most = 10;

    private readonly ConcurrentQueue<string> _operations = new();
    private readonly ConcurrentQueue<string> _codes = new();
    private int _count;

    /// <summary>
    /// Kinds and names of the operations, ten at most, such as `query Posts`; `refused` for what did not get so far as to have a kind.
    /// </summary>
    public string Operations => string.Join(", ", _operations);

    /// <summary>How many operations began.</summary>
    public int Count => _count;

    /// <summary>The codes of what went wrong, each once, ten at most.</summary>
    public string Codes => string.Join(", ", _codes);

    internal void Began(OperationType? kind, string? name)
    {
        if (Interlocked.Increment(ref _count) <= Most)
        {
            var word = kind switch
            {
                OperationType.Mutation => "mutation",
                OperationType.Subscription => "subscription",
                null => "refused",
                _ => "query"
            };
            _operations.Enqueue(name is null ? word : $"{word} {ErrorFilter.Shorten(name)}");
        }
    }

    internal void Ended(IEnumerable<string> codes)
    {
        foreach (var code in codes)
        {
            if (_codes.Count < Most && !_codes.Contains(code))
            {
                _codes.Enqueue(code);
            }
        }
    }
}

using System.Collections.Concurrent;

namespace GraphBlog.Engine.Execution;

/// <summary>What one request turned out to be, for the host's log: it holds no text of the document but names, and no values.</summary>
public sealed class RequestNotes
{
    // A socket or a batch may have any number of operations; a line of a log has an end.
    private const int Most = 10;

    private readonly ConcurrentQueue<(string Name, string? Document)> _operations = new();
    private readonly ConcurrentQueue<string> _codes = new();
    private int _count;

    /// <summary>
    /// Kinds and names of the operations, ten at most, such as `query Posts`; `refused` for what did not get so far as to have a kind.
    /// </summary>
    public string Operations => string.Join(", ", _operations.Select(operation => operation.Name));

    /// <summary>The hashes of the documents of those that were not refused, in the same order.</summary>
    public string Documents => string.Join(", ", _operations.Select(operation => operation.Document).OfType<string>());

    /// <summary>How many operations began.</summary>
    public int Count => _count;

    /// <summary>The codes of what went wrong, each once, ten at most.</summary>
    public string Codes => string.Join(", ", _codes);

    internal void Began(PreparedOperation operation) => Began(operation.Word, operation.Name, operation.DocumentHash);

    internal void Refused(string? name) => Began("refused", name, document: null);

    private void Began(string word, string? name, string? document)
    {
        if (Interlocked.Increment(ref _count) <= Most)
        {
            _operations.Enqueue((name is null ? word : $"{word} {ErrorFilter.Shorten(name)}", document));
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

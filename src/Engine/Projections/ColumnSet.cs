using System.Text;

namespace GraphBlog.Engine.Projections;

/// <summary>The properties of an entity that a request needs, with those of the entities that they lead to.</summary>
public sealed class ColumnSet
{
    private readonly SortedDictionary<string, ColumnSet?> _members = new(StringComparer.Ordinal);

    /// <summary>The names of the properties; a property that leads to another entity has that entity's properties.</summary>
    public IEnumerable<KeyValuePair<string, ColumnSet?>> Members => _members;

    /// <summary>The properties that lead to no other entity.</summary>
    public IReadOnlyCollection<string> Own => [.. _members.Where(member => member.Value is null).Select(member => member.Key)];

    /// <summary>Adds a property with all that it holds.</summary>
    public void Add(string member) => _members[member] = null;

    /// <summary>The properties of the entity that a property leads to; null when it is already held whole.</summary>
    public ColumnSet? Nested(string member)
    {
        if (!_members.TryGetValue(member, out var nested))
        {
            _members[member] = nested = new();
        }

        return nested;
    }

    /// <summary>The same set with further properties.</summary>
    public ColumnSet With(IEnumerable<string> members)
    {
        var copy = new ColumnSet();
        foreach (var (name, nested) in _members)
        {
            copy._members[name] = nested;
        }

        foreach (var name in members)
        {
            copy.Add(name);
        }

        return copy;
    }

    /// <summary>The sorted paths; equal for equal sets.</summary>
    public override string ToString() => Append(new()).ToString();

    private StringBuilder Append(StringBuilder text)
    {
        foreach (var (name, nested) in _members)
        {
            text.Append(name);
            nested?.Append(text.Append('{')).Append('}');
            text.Append(' ');
        }
        return text;
    }
}

using System.Text;

namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Puts the pieces of a merged text together, from its begin to its end.</summary>
internal sealed class Pieces(Sides<string> texts)
{
    private readonly List<MergePiece> _pieces = [];
    private readonly StringBuilder _settled = new();

    // How much of the base is in the pieces, in characters.
    private int _done;

    /// <summary>Whether both sides have the same there.</summary>
    /// <param name="characters">A stretch of each text, in characters.</param>
    public bool AreAlike(Sides<Range> characters)
        => texts.Theirs.AsSpan(characters.Theirs).SequenceEqual(texts.Yours.AsSpan(characters.Yours));

    /// <summary>Adds the base up to a region, then what the region has come to.</summary>
    /// <param name="region">The next region, whose characters are given.</param>
    /// <param name="characters">Where the region stands in each text, in characters.</param>
    public void Add(Region region, Sides<Range> characters)
    {
        _settled.Append(texts.Base, _done, characters.Base.Start.Value - _done);
        _done = characters.Base.End.Value;
        if (!region.ByYou || (region.ByThem && AreAlike(characters)))
        {
            _settled.Append(texts.Theirs.AsSpan(characters.Theirs));
        }
        else if (!region.ByThem)
        {
            _settled.Append(texts.Yours.AsSpan(characters.Yours));
        }
        else
        {
            Settle();
            _pieces.Add(new MergePiece(null, texts.Base[characters.Base], texts.Theirs[characters.Theirs], texts.Yours[characters.Yours]));
        }
    }

    /// <summary>Adds the rest of the base.</summary>
    public IReadOnlyList<MergePiece> ToTheEnd()
    {
        _settled.Append(texts.Base.AsSpan(_done));
        _done = texts.Base.Length;
        Settle();
        return _pieces;
    }

    private void Settle()
    {
        if (_settled.Length > 0)
        {
            _pieces.Add(new MergePiece(_settled.ToString(), null, null, null));
            _settled.Clear();
        }
    }
}

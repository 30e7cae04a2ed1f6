using System.Text;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>
/// Pairs of *, _ and ~. Whoever finds no partner leaves a note down to where it looked, so that no mark is looked at twice for one reason
/// and the whole costs what the number of marks is.
/// </summary>
internal sealed class Emphasis(Inlines inlines)
{
    private readonly record struct Run(int Number, char Mark, int Length, bool CanOpen, bool CanClose);

    private readonly List<Run> _runs = [];
    private readonly List<int> _openers = [];
    private readonly int[] _left = new int[Enum.GetValues<Reason>().Length];
    private readonly List<int> _unused = [];

    private enum Reason { Star0, Star1, Star2, StarBoth0, StarBoth1, StarBoth2, Under0, Under1, Under2, UnderBoth0, UnderBoth1, UnderBoth2, Tilde, Tildes }

    public int Count => _runs.Count;

    public void Clear()
    {
        _runs.Clear();
        _unused.Clear();
    }

    public void RemoveFrom(int index)
    {
        _runs.RemoveRange(index, _runs.Count - index);
        _unused.RemoveRange(index, _unused.Count - index);
    }

    /// <summary>Whether a run of marks can begin and end emphasis where it stands.</summary>
    public static (bool CanOpen, bool CanClose) Sides(string text, int start, int end)
    {
        var mark = text[start];
        Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _);
        Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _);
        var (isBlankBefore, isBlankAfter) = (start == 0 || Rune.IsWhiteSpace(before), end == text.Length || Rune.IsWhiteSpace(after));
        var (isSignBefore, isSignAfter) = (start > 0 && IsSign(before), end < text.Length && IsSign(after));
        var opens = !isBlankAfter && (!isSignAfter || isBlankBefore || isSignBefore);
        var closes = !isBlankBefore && (!isSignBefore || isBlankAfter || isSignAfter);
        return mark == '_' ? (opens && (!closes || isSignBefore), closes && (!opens || isSignAfter)) : (opens, closes);
    }

    public void Add(int number, char mark, int length, bool canOpen, bool canClose)
    {
        _runs.Add(new(number, mark, length, canOpen, canClose));
        _unused.Add(length);
    }

    /// <summary>Pairs the marks from this one on, which are then done with.</summary>
    public void Pair(int from)
    {
        _openers.Clear();
        Array.Fill(_left, -1);
        for (var closer = from; closer < _runs.Count; closer++)
        {
            while (_runs[closer].CanClose && _unused[closer] > 0 && Opener(closer) is var place and >= 0)
            {
                Join(_openers[place], closer);
                _openers.RemoveRange(place + 1, _openers.Count - place - 1);
                if (_unused[_openers[place]] == 0)
                {
                    _openers.RemoveAt(place);
                }
            }

            if (_runs[closer].CanOpen && _unused[closer] > 0)
            {
                _openers.Add(closer);
            }
        }

        RemoveFrom(from);
    }

    private int Opener(int closer)
    {
        var close = _runs[closer];
        var reason = (int)ReasonOf(close);
        for (var place = _openers.Count - 1; place >= 0 && _openers[place] > _left[reason]; place--)
        {
            var open = _runs[_openers[place]];
            var isOdd = (open.CanClose || close.CanOpen) && close.Length % 3 != 0 && (open.Length + close.Length) % 3 == 0;
            if (open.Mark == close.Mark && (open.Mark == '~' ? open.Length == close.Length : !isOdd))
            {
                return place;
            }
        }

        _left[reason] = closer - 1;
        return -1;
    }

    private void Join(int opener, int closer)
    {
        var isStriking = _runs[closer].Mark == '~';
        var marks = isStriking ? _runs[closer].Length : _unused[opener] >= 2 && _unused[closer] >= 2 ? 2 : 1;
        var (start, end) = isStriking ? ("<del>", "</del>") : marks == 2 ? ("<strong>", "</strong>") : ("<em>", "</em>");
        inlines.Pair(_runs[opener].Number, _runs[closer].Number, marks, start, end);
        _unused[opener] -= marks;
        _unused[closer] -= marks;
    }

    private static Reason ReasonOf(Run close) => close.Mark switch
    {
        '~' => close.Length == 1 ? Reason.Tilde : Reason.Tildes,
        '*' => (close.CanOpen ? Reason.StarBoth0 : Reason.Star0) + (close.Length % 3),
        _ => (close.CanOpen ? Reason.UnderBoth0 : Reason.Under0) + (close.Length % 3),
    };

    private static bool IsSign(Rune rune) => Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
}

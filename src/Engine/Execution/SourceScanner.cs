using GraphQLParser;

namespace GraphBlog.Engine.Execution;

/// <summary>Splits a document into tokens without allocating. Source: GraphQL specification, section 2.1 "Source Text".</summary>
/// <remarks>
/// The parser's own lexer builds its error message in time quadratic to the column, minutes for a line of 1 MiB, and reads
/// escape sequences inside comments. So nothing reaches it that this has not passed.
/// </remarks>
internal ref struct SourceScanner(string source, int maxTokens)
{
    public const char Name = 'n', Number = '0', String = '"', Spread = '.', End = '\0';

    // Longer names and numbers only serve to make spelling suggestions and big number parsing slow.
    private const int MaxWordLength = 256;

    private readonly ReadOnlySpan<char> _text = source;
    private int _position;
    private int _tokens;

    /// <summary>Kind of the current token: a punctuator's own character, or one of the constants.</summary>
    public char Kind { get; private set; }

    public int Start { get; private set; }

    /// <summary>Where the comments passed so far are; null when there are none.</summary>
    public List<Range>? Comments { get; private set; }

    /// <summary>Where the strings are that hold an escape such as \u{1F600}; null when there are none.</summary>
    public List<Range>? WideStrings { get; private set; }

    public readonly ReadOnlySpan<char> Value => _text[Start.._position];

    public void Next()
    {
        SkipIgnored();
        Start = _position;
        if (_position == _text.Length)
        {
            Kind = End;
            return;
        }

        if (++_tokens > maxTokens)
        {
            throw new RequestError($"The document has more tokens than the limit of {maxTokens}.", ErrorCodes.DocumentTooLarge);
        }

        Kind = _text[_position] switch
        {
            '"' => ReadString(),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => ReadName(),
            '.' => ReadSpread(),
            '!' or '$' or '&' or '(' or ')' or ':' or '=' or '@' or '[' or ']' or '{' or '|' or '}' => _text[_position++],
            _ => throw Error($"Unexpected character {Character()}."),
        };
    }

    public readonly RequestError Error(string message) => Error(message, Start);

    private readonly string Character()
        => System.Text.Rune.DecodeFromUtf16(_text[_position..], out var rune, out _) == System.Buffers.OperationStatus.Done
            ? $"U+{rune.Value:X4}" : $"U+{(int)_text[_position]:X4}";

    private readonly RequestError Error(string message, int at)
        => new(message, ErrorCodes.SyntaxError, Location.FromLinearPosition(source, at));

    private void SkipIgnored()
    {
        for (; _position < _text.Length; _position++)
        {
            var c = _text[_position];
            if (c == '#')
            {
                var length = _text[_position..].IndexOfAny('\n', '\r');
                var end = length < 0 ? _text.Length : _position + length;
                (Comments ??= []).Add(_position..end);
                _position = end - 1;
            }
            else if (c is not (' ' or '\t' or '\n' or '\r' or ',' or '\uFEFF'))
            {
                return;
            }
        }
    }

    private char ReadSpread()
    {
        if (!_text[_position..].StartsWith("..."))
        {
            throw Error("Unexpected character \".\".");
        }

        _position += 3;
        return Spread;
    }

    private char ReadName()
    {
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] == '_'))
        {
            _position++;
        }

        return Word(Name);
    }

    private readonly char Word(char kind) => _position - Start <= MaxWordLength
        ? kind
        : throw Error($"Names and numbers may have {MaxWordLength} characters at most.");

    private char ReadNumber()
    {
        if (_text[_position] == '-')
        {
            _position++;
        }

        if (Digits() is var digits && digits > 1 && _text[_position - digits] == '0')
        {
            throw Error("A number may not begin with 0.");
        }

        if (Skip('.'))
        {
            Digits();
        }

        if (Skip('e') || Skip('E'))
        {
            _ = Skip('+') || Skip('-');
            Digits();
        }

        if (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is '_' or '.'))
        {
            throw Error("A number is followed by another character without a space.");
        }

        return Word(Number);
    }

    private int Digits()
    {
        var from = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        return _position > from ? _position - from : throw Error("A number lacks a digit.");
    }

    private bool Skip(char c)
    {
        if (_position == _text.Length || _text[_position] != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    private char ReadString()
    {
        if (_text[_position..].StartsWith("\"\"\""))
        {
            return ReadBlockString();
        }

        var isWide = false;
        for (_position++; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case '"':
                    _position++;
                    if (isWide)
                    {
                        (WideStrings ??= []).Add(Start.._position);
                    }

                    return String;
                case '\\':
                    var complaint = Escapes.Read(_text[_position..], out var length, out var wide);
                    _position += complaint is null ? length - 1 : throw Error(complaint, _position);
                    isWide |= wide;
                    break;
                case '\n' or '\r':
                    throw Error("A string is not closed on its line.");
                case < ' ' and not '\t':
                    throw Error("A string holds a control character.", _position);
            }
        }

        throw Error("A string is not closed.");
    }

    private char ReadBlockString()
    {
        for (_position += 3; _position < _text.Length; _position++)
        {
            var rest = _text[_position..];
            if (rest.StartsWith("\\\"\"\""))
            {
                _position += 3;
            }
            else if (rest.StartsWith("\"\"\""))
            {
                _position += 3;
                return String;
            }
            else if (rest[0] < ' ' && rest[0] is not ('\t' or '\n' or '\r'))
            {
                throw Error("A block string holds a control character.", _position);
            }
        }

        throw Error("A block string is not closed.");
    }
}

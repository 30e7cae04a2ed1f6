namespace GraphBlog.Engine.Execution;

/// <summary>
/// Says whether a text is an executable document, within a bounded stack, before the recursive parser sees it.
/// Source: GraphQL specification, appendix B "Grammar Summary", without the type system definitions.
/// </summary>
internal ref struct SyntaxCheck
{
    private SourceScanner _scanner;
    private int _nesting, _operations, _fragments, _variables;

    /// <summary>The text to parse: the source with its comments blanked and newer escapes written as older ones, so that positions stay.</summary>
    /// <exception cref="RequestError">The text is not GraphQL, or is past a limit.</exception>
    public static string Run(string source, int maxTokens)
    {
        var check = new SyntaxCheck { _scanner = new SourceScanner(source, maxTokens) };
        check._scanner.Next();
        check.Document();
        var text = check._scanner.Comments is { } comments ? SourceText.Blank(source, comments) : source;
        return check._scanner.WideStrings is { } strings ? Escapes.Narrow(text, strings) : text;
    }

    private void Document()
    {
        do
        {
            Definition();
        }
        while (_scanner.Kind != SourceScanner.End);
    }

    private void Definition()
    {
        if (_scanner.Value is "fragment")
        {
            SyntaxLimits.Count(ref _fragments, SyntaxLimits.MaxFragments, "fragments", ErrorCodes.TooManyFragments);
            _scanner.Next();
            _ = _scanner.Value is "on" ? throw Unexpected("the fragment's name") : true;
            Name();
            TypeCondition();
        }
        else
        {
            SyntaxLimits.Count(ref _operations, SyntaxLimits.MaxOperations, "operations", ErrorCodes.TooManyOperations);
            OperationHead();
        }

        Directives(constant: false);
        SelectionSet();
    }

    private void OperationHead()
    {
        if (_scanner.Kind != '{')
        {
            _ = _scanner.Value is "query" or "mutation" or "subscription" ? true : throw Unexpected("an operation or a fragment");
            _scanner.Next();
            _ = Skip(SourceScanner.Name);
            if (_scanner.Kind == '(')
            {
                VariableDefinitions();
            }
        }
    }

    private void SelectionSet()
    {
        Open('{');
        do
        {
            Selection();
        }
        while (!Close('}'));
    }

    private void Selection()
    {
        if (_scanner.Kind == SourceScanner.Spread)
        {
            _scanner.Next();
            if (_scanner.Kind == SourceScanner.Name && _scanner.Value is not "on")
            {
                _scanner.Next();
                Directives(constant: false);
                return;
            }

            if (_scanner.Kind == SourceScanner.Name)
            {
                TypeCondition();
            }

            Directives(constant: false);
            SelectionSet();
            return;
        }

        Name();
        if (Skip(':'))
        {
            Name();
        }

        Arguments(constant: false);
        Directives(constant: false);
        if (_scanner.Kind == '{')
        {
            SelectionSet();
        }
    }

    private void Arguments(bool constant)
    {
        if (_scanner.Kind != '(')
        {
            return;
        }

        Open('(');
        do
        {
            Name();
            Expect(':');
            Value(constant);
        }
        while (!Close(')'));
    }

    private void Directives(bool constant)
    {
        for (var count = 0; Skip('@');)
        {
            SyntaxLimits.Count(ref count, SyntaxLimits.MaxDirectives, "directives in one place", ErrorCodes.TooManyDirectives);
            Name();
            Arguments(constant);
        }
    }

    private void VariableDefinitions()
    {
        Open('(');
        do
        {
            SyntaxLimits.Count(ref _variables, SyntaxLimits.MaxVariables, "variables", ErrorCodes.TooManyVariables);
            Expect('$');
            Name();
            Expect(':');
            Type();
            if (Skip('='))
            {
                Value(constant: true);
            }

            Directives(constant: true);
        }
        while (!Close(')'));
    }

    private void Type()
    {
        if (_scanner.Kind != '[')
        {
            Name();
        }
        else
        {
            Open('[');
            Type();
            _ = Close(']') ? true : throw Unexpected("\"]\"");
        }

        _ = Skip('!');
    }

    private void Value(bool constant)
    {
        switch (_scanner.Kind)
        {
            case SourceScanner.Name or SourceScanner.Number or SourceScanner.String:
                _scanner.Next();
                break;
            case '$' when !constant:
                _scanner.Next();
                Name();
                break;
            case '[':
                for (Open('['); !Close(']');)
                {
                    Value(constant);
                }

                break;
            case '{':
                for (Open('{'); !Close('}');)
                {
                    Name();
                    Expect(':');
                    Value(constant);
                }

                break;
            default:
                throw Unexpected("a value");
        }
    }

    private void TypeCondition()
    {
        _ = _scanner.Value is "on" ? true : throw Unexpected("\"on\"");
        _scanner.Next();
        Name();
    }

    private void Name() => _ = Skip(SourceScanner.Name) ? true : throw Unexpected("a name");

    private void Expect(char kind) => _ = Skip(kind) ? true : throw Unexpected($"\"{kind}\"");

    private bool Skip(char kind)
    {
        if (_scanner.Kind != kind)
        {
            return false;
        }

        _scanner.Next();
        return true;
    }

    private void Open(char bracket)
    {
        SyntaxLimits.Count(ref _nesting, SyntaxLimits.MaxNesting, "brackets one inside another", ErrorCodes.DocumentTooNested);
        Expect(bracket);
    }

    private bool Close(char bracket)
    {
        var closed = Skip(bracket);
        _nesting -= closed ? 1 : 0;
        return closed;
    }

    private readonly RequestError Unexpected(string expected)
    {
        var value = _scanner.Value;
        var found = _scanner.Kind == SourceScanner.End ? "the end of the document" : $"\"{value[..Math.Min(value.Length, 40)]}\"";
        return _scanner.Error($"Expected {expected}, found {found}.");
    }
}

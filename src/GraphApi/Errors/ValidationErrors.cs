namespace GraphBlog.GraphApi.Errors;

/// <summary>
/// What is wrong with the fields of an input. The database checks the same; here each complaint gets its field's name, and all come
/// at once.
/// </summary>
internal sealed class ValidationErrors
{
    private readonly List<ValidationException> _found = [];

    /// <summary>Whether nothing is wrong.</summary>
    public bool AreNone => _found.Count == 0;

    /// <summary>A text that PostgreSQL can store and that nothing else is wrong with.</summary>
    /// <param name="field">The input field.</param>
    /// <param name="text">What was sent for it.</param>
    /// <param name="complaint">What else is wrong with a text; null when nothing is.</param>
    public ValidationErrors Text(string field, string? text, Func<string, string?> complaint) =>
        text is null ? Missing(field)
        : text.Contains('\0') ? Add(field, $"{Subject(field, "contains", "contain")} U+0000, which PostgreSQL cannot store.")
        : !VisibleText.IsUnicode(text) ? Add(field, $"{Subject(field, "contains", "contain")} half of a surrogate pair, which is no Unicode text.")
        : complaint(text) is { } message ? Add(field, message) : this;

    /// <summary>One line that is not empty.</summary>
    /// <param name="field">The input field.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="text">What was sent for it.</param>
    /// <param name="most">The most characters it may have.</param>
    public ValidationErrors Line(string field, string name, string? text, int most) => Text(field, text, line =>
        !VisibleText.Is(line) ? $"The {name} must not be empty."
        : Characters(line) > most ? $"The {name} has {Characters(line)} characters; {most} are allowed."
        : !VisibleText.IsOneLine(line) ? $"The {name} must be one line without control characters." : null);

    /// <summary>The field is null, which is not the same as left out.</summary>
    public ValidationErrors Missing(string field) => Add(
        field, $"{Subject(field, "must", "must")} not be null; leave {(IsPlural(field) ? "them" : "it")} out to keep {(IsPlural(field) ? "them" : "it")}.");

    public ValidationErrors Add(string field, string message)
    {
        _found.Add(new ValidationException(field, message));
        return this;
    }

    /// <exception cref="ValidationException">One field is wrong.</exception>
    /// <exception cref="AggregateException">Several are.</exception>
    public void Enforce()
    {
        if (_found.Count > 0)
        {
            throw _found is [var only] ? only : new AggregateException(_found);
        }
    }

    /// <summary>The length as PostgreSQL's char_length has it, which counts code points.</summary>
    public static int Characters(string text) => text.EnumerateRunes().Count();

    // The subject of a sentence about a field, in words, and the verb that agrees with it: "The tags contain", "The display name contains".
    private static string Subject(string field, string singular, string plural)
        => $"The {string.Concat(field.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"))} {(IsPlural(field) ? plural : singular)}";

    private static bool IsPlural(string field) => field.EndsWith('s') && !field.EndsWith("us", StringComparison.Ordinal);
}

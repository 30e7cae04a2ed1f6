namespace GraphBlog.Engine.Types;

/// <summary>An input value that tells "left out" apart from "given as null".</summary>
/// <typeparam name="T">The value's type. It must admit null, because a client may always leave the field out.</typeparam>
public readonly record struct Optional<T>
{
    /// <summary>A value that the client gave, which may be null.</summary>
    public Optional(T? value) => (Value, HasValue) = (value, true);

    /// <summary>The value given; the default of <typeparamref name="T"/> when it was left out.</summary>
    public T? Value { get; }

    /// <summary>True when the client gave the field, be it null.</summary>
    public bool HasValue { get; }

    /// <summary>The value given, or <paramref name="fallback"/> when it was left out.</summary>
    public T? Or(T? fallback) => HasValue ? Value : fallback;

    /// <summary>Wraps a value as given.</summary>
    public static implicit operator Optional<T>(T? value) => new(value);
}

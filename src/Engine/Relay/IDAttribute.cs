namespace GraphBlog.Engine.Relay;

/// <summary>
/// The member is a global id in the schema and a plain key in C#. Without a type it is an id of the declaring type, which only an
/// output field can mean; an argument names its type with <see cref="IDAttribute{T}"/> or is a <see cref="GlobalId"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.ReturnValue)]
public class IDAttribute : Attribute
{
    /// <summary>The C# type of the object that is identified, null for the declaring type.</summary>
    public virtual Type? Type => null;

    /// <summary>The C# types whose ids are taken, <see cref="Type"/> first; empty for the declaring type.</summary>
    public virtual IReadOnlyList<Type> Types => Type is { } type ? [type] : [];
}

/// <summary>The member is a global id of an object of type <typeparamref name="T"/>.</summary>
public sealed class IDAttribute<T> : IDAttribute
{
    /// <inheritdoc />
    public override Type Type => typeof(T);
}

/// <summary>
/// The argument or input field takes the global id of an object of type <typeparamref name="T"/>, or of a <typeparamref name="TOther"/>
/// that has the same key.
/// </summary>
public sealed class IDAttribute<T, TOther> : IDAttribute
{
    /// <inheritdoc />
    public override Type Type => typeof(T);

    /// <inheritdoc />
    public override IReadOnlyList<Type> Types => [typeof(T), typeof(TOther)];
}

namespace GraphBlog.Engine.Mutations;

/// <summary>What <see cref="ErrorAttribute{TError}"/> says, without its type parameter.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class ErrorAttribute(Type type) : Attribute
{
    /// <summary>The exception's type.</summary>
    public Type Type { get; } = type;
}

/// <summary>
/// The mutation may fail with this exception, which is then not an error of the request but one of the payload's <c>errors</c>.
/// The exception's own public properties are the error's fields beside <c>message</c>. An <see cref="AggregateException"/> of such
/// exceptions gives several errors.
/// </summary>
public sealed class ErrorAttribute<TError>() : ErrorAttribute(typeof(TError)) where TError : Exception;

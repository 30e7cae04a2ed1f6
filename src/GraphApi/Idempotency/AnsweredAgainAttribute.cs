using System.Reflection;
using GraphBlog.GraphApi.Records;

namespace GraphBlog.GraphApi.Idempotency;

/// <summary>The mutation answers no single record: a method of its own answers it again.</summary>
/// <param name="type">Where the method is.</param>
/// <param name="method">A static method that is a <see cref="Replay"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnsweredAgainAttribute(Type type, string method) : Attribute
{
    /// <summary>The method.</summary>
    public Replay Replay => type.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Replay>();
}

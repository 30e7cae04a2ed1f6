using System.Reflection;
using GraphQL;

namespace GraphBlog.Engine.Mutations;

/// <summary>Something that mutations go through around the method that does them, such as a check of who may.</summary>
public abstract class MutationStep
{
    /// <summary>The exceptions that the step may fail with as errors of the payload, beside those that the method declares.</summary>
    public virtual IReadOnlyList<Type> Errors => [];

    /// <summary>What the mutation's description says of the step, behind the method's own; null for nothing.</summary>
    public virtual string? Sentence => null;

    /// <summary>Goes through the step.</summary>
    /// <param name="context">The mutation's field.</param>
    /// <param name="input">The mutation's input.</param>
    /// <param name="next">The next step, and at last the method. What it answers is what the method answers, before ids are encoded.</param>
    public abstract ValueTask<object?> RunAsync(IResolveFieldContext context, object input, Func<ValueTask<object?>> next);
}

/// <summary>What a step may go by to find out whether it is for a mutation.</summary>
/// <param name="Method">The method with its attributes.</param>
/// <param name="Input">The class of the input.</param>
/// <param name="Answer">The class of what it answers, without its lists and nullability.</param>
public sealed record MutationSignature(MethodInfo Method, Type Input, Type Answer);

/// <summary>Makes the step of a mutation, once for each when the schema is made; null when the mutation does not go through it.</summary>
public delegate MutationStep? MutationStepOf(MutationSignature mutation);

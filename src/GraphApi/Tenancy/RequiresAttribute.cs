using System.Reflection;
using GraphBlog.Engine.Mutations;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphQL;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>The mutation needs a role: nobody with a lower one comes as far as its method, and its description says so.</summary>
/// <param name="role">The lowest role that will do.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute(Role role) : Attribute
{
    /// <summary>The lowest role that will do.</summary>
    public Role Role { get; } = role;

    /// <summary>What else the description says of roles, such as "and EDITOR for the posts of others", which code holds. Null for nothing.</summary>
    public string? And { get; set; }
}

/// <summary>Holds <see cref="RequiresAttribute"/>.</summary>
internal sealed class RoleStep(RequiresAttribute requires) : MutationStep
{
    public override string Sentence
        => $"Needs the role {requires.Role.ToString().ToUpperInvariant()}{(requires.And is null ? "" : $", {requires.And}")}.";

    /// <summary>The step of a mutation that has the attribute.</summary>
    public static MutationStep? Of(MutationSignature mutation)
        => mutation.Method.GetCustomAttribute<RequiresAttribute>() is { } requires ? new RoleStep(requires) : null;

    public override ValueTask<object?> RunAsync(IResolveFieldContext context, object input, Func<ValueTask<object?>> next)
    {
        context.RequestServices!.GetRequiredService<TenantContext>().Require(requires.Role);
        return next();
    }
}

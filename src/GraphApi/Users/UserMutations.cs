using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

[MutationType]
public static class UserMutations
{
    private const string HandleIndex = "users_handle";

    /// <summary>Adds a person to the organisation; administrators only.</summary>
    /// <returns>The new person; null when nobody was added.</returns>
    [Error<HandleTakenException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<User?> CreateUserAsync(CreateUserInput input, BlogDbContext blog, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Admin);
        new ValidationErrors().Handle(input.Handle).DisplayName(input.DisplayName).Enforce();
        return blog.OnceAsync(
            input, () => CreateAsync(input, blog, ct), effect => effect.TellAsync((id, version) => blog.UserAtAsync(id, version, ct)), ct);
    }

    /// <summary>
    /// Changes the fields of a person that are given, if nobody changed the person since `expectedVersion`. Needs the role ADMIN, but
    /// for one's own display name. The last administrator stays one. This server heeds a new role at once, other servers of the same
    /// database within a minute.
    /// </summary>
    /// <returns>The person as they are now; null when nothing was changed.</returns>
    [Error<ConcurrencyException>, Error<UserNotFoundException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<User?> UpdateUserAsync(
        UpdateUserInput input, BlogDbContext blog, IdentityDirectory directory, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        var rules = new ValidationErrors();
        _ = input.DisplayName.HasValue ? rules.DisplayName(input.DisplayName.Value) : rules;
        if (input.Role.HasValue)
        {
            blog.Tenant.Require(Role.Admin);
            rules.Role(input.Role.Value);
        }

        rules.Enforce();
        var changes = new Patch<User>().Set(nameof(User.DisplayName), input.DisplayName).Set(nameof(User.Role), input.Role);
        return blog.OnceAsync(
            input,
            () => Conflict.OrExplainAsync(
                () => UpdateAsync(input, changes, blog, directory, ct),
                () => UserConflict.ExplainAsync(blog, input.Id, input.ExpectedVersion, changes, conflict, ct)),
            effect => blog.UserAtAsync(effect.RecordId ?? input.Id, effect.Version ?? input.ExpectedVersion, ct),
            ct);
    }

    private static async Task<User> CreateAsync(CreateUserInput input, BlogDbContext blog, CancellationToken ct)
    {
        var user = new User { OrgId = blog.Tenant.OrgId, Handle = input.Handle, DisplayName = input.DisplayName, Role = input.Role };
        try
        {
            return await blog.WriteAsync(
                async () =>
                {
                    blog.Add(user);
                    await blog.SaveChangesAsync(ct);
                    return user;
                },
                ct);
        }
        catch (DbUpdateException e) when (SqlState.ViolatedUniqueIndex(e) == HandleIndex)
        {
            throw new HandleTakenException(input.Handle);
        }
    }

    private static async Task<User> UpdateAsync(
        UpdateUserInput input, Patch<User> changes, BlogDbContext blog, IdentityDirectory directory, CancellationToken ct)
    {
        try
        {
            return await blog.WriteAsync(
                async () =>
                {
                    if (changes.Values.Count == 0)
                    {
                        return await UnchangedAsync(input, blog, ct);
                    }

                    var user = blog.Attach(new User { OrgId = blog.Tenant.OrgId, Id = input.Id, Version = input.ExpectedVersion });
                    changes.ApplyTo(user);
                    await blog.SaveChangesAsync(ct);
                    return user.Entity;
                },
                ct);
        }
        catch (DbUpdateException e) when (SqlState.IsLastAdministrator(e))
        {
            throw new ValidationException("role", "This is the organisation's last administrator; make somebody else one first.");
        }
        finally
        {
            if (input.Role.HasValue)
            {
                directory.Forget(blog.Tenant.OrgId, input.Id);      // whatever has come of it: a commit may succeed whose answer is lost
            }
        }
    }

    /// <summary>The answer to a change of nothing, to those who might have changed something.</summary>
    /// <exception cref="DbUpdateConcurrencyException">There is no such person at that version for the viewer to change.</exception>
    private static async Task<User> UnchangedAsync(UpdateUserInput input, BlogDbContext blog, CancellationToken ct)
        => (blog.Tenant.MayWriteUser(input.Id)
                ? await blog.Users.SingleOrDefaultAsync(user => user.Id == input.Id && user.Version == input.ExpectedVersion, ct) : null)
            ?? throw new DbUpdateConcurrencyException();
}

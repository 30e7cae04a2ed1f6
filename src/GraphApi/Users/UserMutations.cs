using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Users;

[MutationType]
public static class UserMutations
{
    /// <summary>Adds a person to the organisation.</summary>
    /// <returns>The new person; null when nobody was added.</returns>
    [Requires(Role.Admin)]
    [Error<HandleTakenException>, Error<ValidationException>]
    public static Task<User?> CreateUserAsync(CreateUserInput input, BlogDbContext blog, QueryContext<User> query, CancellationToken ct)
    {
        new ValidationErrors().Handle(input.Handle).DisplayName(input.DisplayName).Enforce();
        var user = new User { OrgId = blog.Tenant.OrgId, Handle = input.Handle, DisplayName = input.DisplayName, Role = input.Role };
        return blog.AddAsync(user, query, ct);
    }

    /// <summary>
    /// Changes the fields of a person that are given, if nobody changed the person since `expectedVersion`. Needs the role ADMIN, but
    /// for one's own display name. The last administrator stays one. This server heeds a new role at once, other servers of the same
    /// database within a minute.
    /// </summary>
    /// <returns>The person as they are now; null when nothing was changed.</returns>
    [Error<ConcurrencyException>, Error<UserNotFoundException>, Error<ValidationException>]
    public static async Task<User?> UpdateUserAsync(
        UpdateUserInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<User> query, SelectionOf<ConcurrencyException> conflict,
        CancellationToken ct)
    {
        blog.Tenant.Require(input.Role.HasValue ? Role.Admin : Role.Reader);
        var changes = UserRules.ChangesOf(input);
        try
        {
            return await blog.ChangeAsync(input, changes, query, conflict, ct, input.OnConflict);
        }
        finally
        {
            if (input.Role.HasValue)
            {
                directory.Forget(blog.Tenant.OrgId, input.Id);      // whatever has come of it: a commit may succeed whose answer is lost
            }
        }
    }
}

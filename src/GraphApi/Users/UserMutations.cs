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

    /// <summary>
    /// Writes a new version of a person equal to an old one in name and role; its audit entry says which. Needs the role ADMIN, but for one's
    /// own display name. The last administrator stays one, and who is deactivated stays so.
    /// </summary>
    /// <returns>The person as they are now; null when nothing was changed.</returns>
    [Error<ConcurrencyException>, Error<UserNotFoundException>, Error<RevisionNotFoundException>, Error<ValidationException>]
    public static async Task<User?> RevertUserAsync(
        RevertUserInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<User> query, SelectionOf<ConcurrencyException> conflict,
        CancellationToken ct)
    {
        var fields = RecordTypes.Of<User>().ToRevert(input.Fields);
        blog.Tenant.Require(fields.Any(field => field.Property.Name == nameof(User.Role)) ? Role.Admin : Role.Reader);
        return await WithNewsAsync(
            blog, directory, input.Id, () => blog.RevertAsync(input, input.ToVersion, fields, query, conflict, ct));
    }

    /// <summary>
    /// Keeps a person out: their tokens are refused from now on, by this server at once, by other servers of the same database and on open
    /// connections within a minute. They stay where they are named, and what they wrote stays theirs until transferPosts. The last
    /// administrator cannot be deactivated.
    /// </summary>
    /// <returns>The person as they are now; null when they were not deactivated.</returns>
    [Requires(Role.Admin)]
    [Error<ConcurrencyException>, Error<UserNotFoundException>, Error<ValidationException>]
    public static async Task<User?> DeactivateUserAsync(
        DeactivateUserInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<User> query,
        SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await WithNewsAsync(blog, directory, input.Id, () => blog.TrashAsync<User, User>(input, query, conflict, ct));

    /// <summary>Lets a deactivated person in again, with the role and the linked subjects they had.</summary>
    /// <returns>The person as they are now; null when they were not let in.</returns>
    [Requires(Role.Admin)]
    [Error<ConcurrencyException>, Error<UserNotFoundException>]
    public static async Task<User?> ReactivateUserAsync(
        ReactivateUserInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<User> query,
        SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await WithNewsAsync(blog, directory, input.Id, () => blog.RestoreAsync(input, new Patch<User>(), query, conflict, ct));

    /// <summary>Whatever has come of it, this server asks again who the person is: a commit may succeed whose answer is lost.</summary>
    private static async Task<User> WithNewsAsync(BlogDbContext blog, IdentityDirectory directory, long user, Func<Task<User>> write)
    {
        try
        {
            return await write();
        }
        finally
        {
            directory.Forget(blog.Tenant.OrgId, user);
        }
    }
}

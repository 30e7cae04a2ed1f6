using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

/// <summary>What is said once of people.</summary>
internal sealed class UserRecord() : RecordType<User>("users")
{
    private const string HandleIndex = "users_handle";

    public override IReadOnlyList<string> Reverted => [nameof(User.DisplayName), nameof(User.Role)];

    public override string Refusal => "Changing somebody else needs the role ADMIN.";

    public override bool MayWrite(TenantContext tenant, User record) => tenant.MayWriteUser(record.Id);

    public override Exception NotFound(long id) => new UserNotFoundException(id);

    protected override Task<Exception?> RefusedAsync(BlogDbContext blog, DbUpdateException refusal, User tried, CancellationToken ct)
        => Task.FromResult<Exception?>(
            SqlState.ViolatedConstraint(refusal) == HandleIndex ? new HandleTakenException(tried.Handle)
            : SqlState.IsLastAdministrator(refusal)
                ? new ValidationException(
                    tried.DeletedAt is null ? "role" : "id", "This is the organisation's last administrator; make somebody else one first.") : null);
}

using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Undo;

[MutationType]
public static class UndoMutations
{
    private const int MostChanges = 1000, UsualChanges = 100;

    /// <summary>
    /// Undoes all changes that match, newest first, in one transaction, as new versions: what they created goes to the trash, or is
    /// deactivated; what they put there comes back; fields are what they were. What others changed since stays, other fields, and in texts
    /// other lines and words; where they changed the same it is a RevertConflictError for each record, and nothing is written. It is
    /// undone itself by its `requestId`. Nobody's publication date is taken away, and what was removed for good does not come back.
    /// </summary>
    /// <returns>What was undone.</returns>
    [UseMutationConvention(IsPayload = true)]
    [Requires(Role.Admin)]
    [Error<RevertConflictException>, Error<TooManyChangesException>, Error<ValidationException>]
    public static async Task<RevertedChanges?> RevertChangesAsync(
        RevertChangesInput input, BlogDbContext blog, IdentityDirectory directory, CancellationToken ct)
    {
        var rules = new ValidationErrors();
        _ = input.AtMost is < 1 or > MostChanges ? rules.Add("atMost", $"At most 1 to {MostChanges} changes can be undone at once.") : rules;
        _ = input.Where.Predicate() is null ? rules.Add("where", "Say which changes: the filter sets no condition.") : rules;
        rules.Enforce();
        try
        {
            var dryRun = input.DryRun == true;
            var result = await blog.UndoAsync(blog.AuditLog.Filter(input.Where), input.AtMost ?? UsualChanges, ct, dryRun);
            return new(result.Outcomes, dryRun || result.Outcomes.Count == 0 ? null : blog.Tenant.RequestId);
        }
        finally
        {
            directory.Forget(blog.Tenant.OrgId, null);      // whoever may come in, and as what, may be among it
        }
    }
}

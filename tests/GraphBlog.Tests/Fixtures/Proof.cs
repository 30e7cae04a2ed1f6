using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>Proof that a mend matters: the same attack is run against the database as it is and against one without the mend.</summary>
public static class Proof
{
    /// <summary>
    /// The attack, which answers whether it succeeded, fails as things are and succeeds once <paramref name="without"/> (SQL, run
    /// by the superuser and rolled back) has taken the mend out; app.lint() then names what begins with <paramref name="lint"/> ("problem: object").
    /// </summary>
    public static async Task StopsAsync(
        this TestDatabase db, Func<TenantSession, Task<bool>> attack, string without, string? lint = null, string role = "gb_app",
        long? org = TestDatabase.Acme, long? user = TestDatabase.Ada)
    {
        await using (var intact = role == "gb_app" ? await db.EnterAsync(org, user) : await db.EnterAsAsync(role, org, user))
        {
            Assert.False(await SucceedsAsync(intact, attack), "The attack succeeds against the database as it is.");
        }

        await using var broken = await db.EnterAsAsync(role, org, user, without);
        Assert.True(await SucceedsAsync(broken, attack), "The attack fails even without the mend, so it proves nothing.");
        if (lint is not null)
        {
            await broken.ExecuteAsync("reset session authorization");
            Assert.Contains(await broken.LintAsync(), problem => problem.StartsWith(lint, StringComparison.Ordinal));
        }
    }

    private static async Task<bool> SucceedsAsync(TenantSession session, Func<TenantSession, Task<bool>> attack)
    {
        try
        {
            return await attack(session);
        }
        catch (PostgresException)
        {
            return false;
        }
    }
}

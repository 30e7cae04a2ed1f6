using System.Diagnostics;
using System.Globalization;
using GraphBlog.Engine.Relay;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Api;

/// <summary>
/// Many organisations at once behind PgBouncer in transaction mode, which is killed and started again in the middle. POOLED_TENANTS and
/// POOLED_SECONDS set how many and for how long, POOLED_SEED the seed; for minutes say `--blame-hang-timeout 15m`, too.
/// </summary>
public sealed class PooledTenantsTests(TestDatabase db, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private static readonly int s_tenants = Setting("POOLED_TENANTS", 12), s_seconds = Setting("POOLED_SECONDS", 4);
    private static readonly int s_seed = Setting("POOLED_SEED", Random.Shared.Next());

    [PgBouncerFact]
    public async Task Nobody_sees_anothers_row_and_each_write_is_there_once_as_its_user_did_it_and_heard_once()
    {
        output.WriteLine($"POOLED_SEED={s_seed}");
        await PostgresServer.ExecuteAsync(
            db.Owner, $"select app.create_organisation('pooled-' || n, 'Pooled', 'writer', 'Writer') from generate_series(1, {s_tenants}) n");
        await using var pooler = await PgBouncer.StartAsync("transaction", db.App);
        await using var server = await TestServer.StartOverAsync(pooler.ConnectionString, "Production", "--Database:Pooler=Transaction");
        var tenants = Enumerable.Range(1, s_tenants).Select(n => new PooledTenant(server, $"pooled-{n}", s_seed + n)).ToList();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(s_seconds));
        var running = Task.WhenAll(tenants.Select(tenant => Task.Run(() => tenant.RunAsync(end.Token))));
        await Task.Delay(TimeSpan.FromSeconds(s_seconds / 2.0));
        var down = Stopwatch.StartNew();
        await pooler.RestartAsync();
        var outage = down.Elapsed;
        await running;

        var (written, retried) = (tenants.SelectMany(tenant => tenant.Written).ToList(), tenants.SelectMany(tenant => tenant.Retried).ToList());
        output.WriteLine(
            $"{s_tenants} organisations, {s_seconds} s: {written.Count} writes acknowledged, {tenants.Sum(tenant => tenant.Reads)} reads checked, "
            + $"{tenants.Sum(tenant => tenant.Heard.Count)} events heard; PgBouncer away for {outage.TotalMilliseconds:f0} ms, {retried.Count} requests tried "
            + $"again ({string.Join(", ", retried.CountBy(code => code).Select(code => $"{code.Value} {code.Key}"))}), "
            + $"the longest took {tenants.Max(tenant => tenant.Longest).TotalSeconds:f1} s.");
        Assert.True(written.Count > s_tenants, "Too few writes to prove anything.");
        Assert.All(tenants, tenant => Assert.Equal(tenant.Written.Select(one => (one.Id, one.Version)).Order(), tenant.Heard.Order()));

        // The log has each write once, under its organisation, user and request; and no other.
        var logged = (string[])(await db.OwnerScalarAsync("""
            select coalesce(array_agg(concat_ws(' ', e.record_id, e.version, e.request_id, o.slug, u.handle)), '{}') from audit.audit_log e
              join blog.organisations o using (org_id) left join blog.users u on u.org_id = e.org_id and u.id = e.changed_by
             where e.table_name = 'posts' and o.slug like 'pooled-%'
            """))!;
        var acknowledged = tenants.SelectMany((tenant, n) => tenant.Written.Select(
            one => $"{Key(one.Id)} {one.Version} {one.Request} pooled-{n + 1} writer"));
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), logged.Order(StringComparer.Ordinal));
        var posts = (long)(await db.OwnerScalarAsync("select count(*) from blog.posts_all p join blog.organisations o using (org_id) where o.slug like 'pooled-%'"))!;
        Assert.Equal(written.Select(one => one.Id).Distinct().Count(), posts);
        Assert.Empty((await db.ExamineAsync()).SelectMany(finding => finding.Problems));
    }

    private static int Setting(string name, int otherwise)
        => int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{otherwise}", CultureInfo.InvariantCulture);

    private static string Key(string id) => GlobalId.TryParse(id, out var parsed) ? parsed.Key : throw new FormatException(id);
}

using System.Text.Json;
using System.Text.RegularExpressions;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// How old something is is not read off the clock on the wall: that may be set back, and what was to be kept for a minute would be for an hour.
/// </summary>
public sealed partial class MovedClockTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Who_somebody_is_is_kept_for_half_a_minute_whatever_the_clock_says(int hours)
    {
        var clock = new MovedClock();
        await using var source = NpgsqlDataSource.Create(db.App);
        var directory = new IdentityDirectory(source, clock);
        var names = new TokenNames("acme", $"mover{hours}");
        await db.OwnerScalarAsync($"insert into blog.users (org_id, handle, display_name, role) values (1, 'mover{hours}', 'Mover', 'EDITOR')");
        Assert.Equal(Role.Editor, (await directory.FindAsync(names, default))!.Role);
        await db.OwnerScalarAsync($"update blog.users set role = 'READER' where handle = 'mover{hours}'");
        clock.Move(TimeSpan.FromHours(hours));
        clock.Pass(TimeSpan.FromSeconds(29));
        Assert.Equal(Role.Editor, (await directory.FindAsync(names, default))!.Role);      // a clock set forward asks no more often either
        clock.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(Role.Reader, (await directory.FindAsync(names, default))!.Role);
    }

    [Fact]
    public void A_token_that_was_checked_is_checked_again_after_a_minute_and_at_its_end_by_the_clock()
    {
        var clock = new MovedClock();
        var tokens = new VerifiedTokens(clock);
        tokens.Remember("x", new(new("acme", "ada"), null, clock.GetUtcNow() + TimeSpan.FromHours(1)));
        Assert.NotNull(tokens.Find("x"));
        clock.Move(TimeSpan.FromHours(-1));
        clock.Pass(TimeSpan.FromSeconds(59));
        Assert.NotNull(tokens.Find("x"));
        clock.Pass(TimeSpan.FromSeconds(2));
        Assert.Null(tokens.Find("x"));

        tokens.Remember("x", new(new("acme", "ada"), null, clock.GetUtcNow() + TimeSpan.FromHours(1)));
        clock.Move(TimeSpan.FromHours(1));
        Assert.Null(tokens.Find("x"));
    }

    [Fact]
    public async Task A_database_that_is_back_is_told_so_within_five_seconds()
    {
        var clock = new MovedClock();
        await using var proxy = new DatabaseProxy(db.App);
        await using var source = NpgsqlDataSource.Create($"{proxy.ConnectionString};Timeout=1");
        var readiness = new DatabaseReadiness(source, clock, NullLogger<Readiness>.Instance);
        var port = proxy.Port;
        proxy.Port = 1;
        Assert.Equal(HealthStatus.Unhealthy, (await readiness.CheckHealthAsync(new())).Status);
        proxy.Port = port;
        clock.Move(TimeSpan.FromHours(-1));
        Assert.Equal(HealthStatus.Unhealthy, (await readiness.CheckHealthAsync(new())).Status);
        HealthCheckResult last;
        for (var busy = 0; ; busy++)      // a machine that is busy may answer too late
        {
            clock.Pass(TimeSpan.FromSeconds(6));
            last = await readiness.CheckHealthAsync(new());
            if (last.Status == HealthStatus.Healthy || busy == 5)
            {
                break;
            }
        }

        Assert.True(last.Status == HealthStatus.Healthy, JsonSerializer.Serialize(last.Data));
    }

    /// <summary>
    /// Where the clock on the wall counts, because a moment was named by somebody else: a token's end, a date that is given.
    /// </summary>
    [Fact]
    public void No_age_is_reckoned_by_the_clock_on_the_wall()
        => Assert.Equal(
            [
                "src/Engine/Http/Admission.cs", "src/GraphApi/Hosting/Authentication.cs", "src/GraphApi/Posts/PostRules.cs",
            ],
            SourceTree.Files("src", ".cs").Where(file => Reckoning().IsMatch(SourceTree.Read(file))).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"UtcNow(\(\))? [-+] |[-+] \w+\.(Get)?UtcNow|UtcNow\.Add|UtcNow\)\.")]
    private static partial Regex Reckoning();

    /// <summary>A clock on the wall that is set, beside the time that passes.</summary>
    private sealed class MovedClock : TimeProvider
    {
        private DateTimeOffset _wall = System.GetUtcNow();
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _passed;

        public void Move(TimeSpan by) => _wall += by;

        public void Pass(TimeSpan time) => (_wall, _passed) = (_wall + time, _passed + time.Ticks);
    }
}

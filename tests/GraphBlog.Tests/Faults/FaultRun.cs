using Xunit.Abstractions;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// How many faults there are, and at which random points: a few in the suite, FAULT_KILLS of them by hand. FAULT_SEED repeats the choices
/// of a run that printed it, though not what the machine made of them.
/// </summary>
internal sealed class FaultRun
{
    private readonly ITestOutputHelper _output;

    public FaultRun(ITestOutputHelper output, int kills)
    {
        _output = output;
        Kills = int.Parse(Environment.GetEnvironmentVariable("FAULT_KILLS") ?? $"{kills}");
        Seed = int.Parse(Environment.GetEnvironmentVariable("FAULT_SEED") ?? $"{Random.Shared.Next(1_000_000)}");
        Random = new(Seed);
        Say($"FAULT_KILLS={Kills} FAULT_SEED={Seed}");
    }

    public int Kills { get; }

    public int Seed { get; }

    public Random Random { get; }

    /// <summary>A line of the report.</summary>
    public void Say(string line)
    {
        _output.WriteLine(line);
        SayNow(line);
    }

    /// <summary>A line for whoever watches a long run, in the file that FAULT_REPORT names.</summary>
    public void SayNow(string line)
    {
        if (Environment.GetEnvironmentVariable("FAULT_REPORT") is { } file)
        {
            File.AppendAllText(file, $"{line}\n");
        }
    }

    /// <summary>The line of a list of times.</summary>
    public void Say(string what, IReadOnlyCollection<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        Say($"{what}: median {sorted[sorted.Count / 2].TotalMilliseconds:0} ms, worst {sorted[^1].TotalMilliseconds:0} ms of {sorted.Count}");
    }
}

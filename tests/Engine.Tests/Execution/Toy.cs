using System.Numerics;
using System.Text.Json;
using GraphQL;
using GraphQL.DataLoader;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>An object whose every value follows from its seed, failures of all kinds among them.</summary>
internal sealed class Toy(int seed)
{
    public int Seed { get; } = seed;

    public string Kind => (Seed % 9) switch { < 4 => "Cat", < 7 => "Dog", 7 => "Rock", _ => "Ghost" };

    public string Text => $"text {Seed} \"ü\n🏃\"";

    public string? MaybeText => Seed % 3 == 0 ? null : $"maybe {Seed}";

    public string? WrongNull => Seed % 11 == 0 ? null : "right";

    public int Number => Seed;

    public int? MaybeNumber => Seed % 4 == 0 ? null : -Seed;

    public int Throwing => Seed % 7 == 0 ? throw new ToyException($"throwing {Seed}") : Seed;

    public long Long => Seed * 10_000_000_000L;

    public bool Flag => Seed % 2 == 0;

    public double Ratio => Seed / 7.0;

    public DateTimeOffset Moment => new DateTimeOffset(2026, 11, 23, 4, 46, 50, TimeSpan.FromHours(Seed % 3)).AddTicks(Seed * 12345L);

    public Colour Colour => (Colour)(Seed % 4);

    public JsonElement Json => JsonSerializer.SerializeToElement(new { a = new object?[] { Seed, null, "<ü>" }, b = 1.50m });

    public BigInteger Big => BigInteger.Pow(Seed + 2, 40);

    public IReadOnlyList<string> Tags => [.. Enumerable.Range(0, Seed % 4).Select(i => $"tag {i}")];

    public IReadOnlyList<string?> Holes => [.. Enumerable.Range(0, 3).Select(i => (Seed + i) % 5 == 0 ? null : $"hole {i}")];

    public object Matrix => Enumerable.Range(0, 3).Select(i => (Seed + i) % 6 == 0 ? null
        : Enumerable.Range(0, i).Select(j => (Seed + i + j) % 8 == 0 ? null : (int?)j).ToList());

    public object NotAList => Seed % 4 == 0 ? Seed : new[] { Seed, Seed + 1 };

    public object Breaking => Endless();

    public Toy Child(int number) => new((Seed * 31 + number * 7 + 5) % 9973);

    public Toy? MaybeChild(int number) => (Seed + number) % 5 == 0 ? null : Child(number);

    public Toy FailingChild(int number) => (Seed + number) % 6 == 0
        ? throw new ExecutionError($"deliberate {Seed}") { Code = "DELIBERATE" } : Child(number);

    private IEnumerable<object> Endless()
    {
        yield return "first";
        if (Seed % 3 == 0)
        {
            throw new ToyException($"breaking {Seed}");
        }

        yield return "second";
    }
}

internal enum Colour
{
    Red,
    LightGreen,
    Blue,
}

internal sealed class ToyException(string message) : Exception(message);

/// <summary>A value that is to be loaded, at once or later.</summary>
internal sealed class Loaded(int seed, Func<object?> load) : IDataLoaderResult
{
    public async Task<object?> GetResultAsync(CancellationToken cancellationToken = default)
    {
        if (seed % 2 == 0)
        {
            await Task.Yield();
        }

        return seed % 10 == 0 ? throw new ToyException($"loading {seed}") : load();
    }
}

namespace GraphBlog.Tests.Faults;

/// <summary>
/// The clock on the wall of programs that are started before <see cref="End"/>, by libfaketime (Debian's package of that name): it can be set while
/// they run.
/// </summary>
internal sealed class FakedClock : IDisposable
{
    private static readonly string? s_library = (Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu") : [])
        .Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists);

    private readonly string _offset = Path.Combine(Path.GetTempPath(), $"graphblog-clock-{Guid.NewGuid():N}");
    private readonly string[] _settings;

    public FakedClock()
    {
        Set(TimeSpan.Zero);
        (string Name, string Value)[] settings =
        [
            ("LD_PRELOAD", s_library!), ("FAKETIME_TIMESTAMP_FILE", _offset), ("FAKETIME_NO_CACHE", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ];
        _settings = [.. settings.Select(setting => setting.Name)];
        Array.ForEach(settings, setting => Environment.SetEnvironmentVariable(setting.Name, setting.Value));
    }

    /// <summary>Why nobody's clock can be faked here; null when it can.</summary>
    public static string? Refusal => Requirement.Skip(s_library is not null, "libfaketime is not installed.");

    /// <summary>How far the clock is from the machine's from now on.</summary>
    public void Set(TimeSpan offset) => File.WriteAllText(_offset, $"{(offset < TimeSpan.Zero ? "" : "+")}{offset.TotalSeconds:0}\n");

    /// <summary>Programs that are started from now on have the machine's clock.</summary>
    public void End() => Array.ForEach(_settings, name => Environment.SetEnvironmentVariable(name, null));

    public void Dispose()
    {
        End();
        File.Delete(_offset);
    }
}

/// <summary>A test that is skipped, with the reason, where no clock can be faked.</summary>
public sealed class FakedClockFactAttribute : FactAttribute
{
    public FakedClockFactAttribute() => Skip = FakedClock.Refusal;
}

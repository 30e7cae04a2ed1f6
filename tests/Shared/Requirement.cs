namespace GraphBlog.Tests.Shared;

/// <summary>What a test needs of the machine.</summary>
internal static class Requirement
{
    /// <summary>
    /// Why a test is skipped; null runs it. Where `CI` is true, as .ci/run sets it, nothing is skipped for a program that can be installed:
    /// the test runs, and fails without it.
    /// </summary>
    /// <param name="isMet">Whether the program is there.</param>
    /// <param name="reason">What is missing, and how to get it.</param>
    public static string? Skip(bool isMet, string reason) => isMet || IsCi ? null : reason;

    /// <summary>Whether this is a run of .ci/run.</summary>
    public static bool IsCi => Environment.GetEnvironmentVariable("CI") == "true";
}

using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("GraphBlog.Tests.Fixtures.TestRun", "GraphBlog.Tests")]

namespace GraphBlog.Tests.Fixtures;

/// <summary>
/// xUnit with a beginning and an end of the whole run, so that nothing of it stays behind. At the end of the process it would be too late:
/// the runner kills it.
/// </summary>
public sealed class TestRun(IMessageSink messages) : XunitTestFramework(messages)
{
    private static readonly Stack<Func<ValueTask>> s_ends = [];

    /// <summary>Does something when all tests are through; what was said last comes first.</summary>
    internal static void AtEnd(Func<ValueTask> end) => s_ends.Push(end);

    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName)
        => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider source, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, source, diagnostics)
    {
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly, IEnumerable<IXunitTestCase> cases, IMessageSink diagnostics, IMessageSink messages,
            ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, cases, diagnostics, messages, options)
    {
        private RunFolder? _folder;

        protected override Task AfterTestAssemblyStartingAsync()
        {
            _folder = new(Path.GetTempPath());
            return base.AfterTestAssemblyStartingAsync();
        }

        protected override async Task BeforeTestAssemblyFinishedAsync()
        {
            while (s_ends.TryPop(out var end))
            {
                await end();
            }

            _folder?.Dispose();
            await base.BeforeTestAssemblyFinishedAsync();
        }
    }
}

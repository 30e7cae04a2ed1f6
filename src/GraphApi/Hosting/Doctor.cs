using System.CommandLine;
using GraphBlog.Persistence;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `doctor`: proves on the database itself that it keeps its promises. Exit code 1 when it does not.</summary>
internal static class Doctor
{
    private const int MostProblems = 20;

    public static async Task<int> RunAsync(WebApplicationBuilder builder, ParseResult parsed)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsOwnerAsync(settings, Console.Error.WriteLine, CancellationToken.None);
        var isWell = true;
        return await Owner.RunAsync(async () =>
        {
            await foreach (var finding in BlogExamination.ExamineAsync(database.Owner!, database.Serving, CancellationToken.None))
            {
                isWell &= finding.Problems.Count == 0 || finding.IsWarning;
                Console.WriteLine($"{(finding.Problems.Count == 0 ? "ok    " : finding.IsWarning ? "warn  " : "FAILED")}  {finding.Question}");
                foreach (var problem in finding.Problems.Take(MostProblems))
                {
                    Console.WriteLine($"          {problem}");
                }

                if (finding.Problems.Count > MostProblems)
                {
                    Console.WriteLine($"          and {finding.Problems.Count - MostProblems} more");
                }
            }

            return isWell ? 0 : 1;
        });
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax.Inlines;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>The rendering was stopped: it took longer than any text that somebody wrote.</summary>
internal sealed class RenderingStoppedException : Exception;

/// <summary>
/// How much of the processor the rendering on this thread may still take: its own time, not the clock's, so that a busy machine cuts
/// nothing. Markdig takes no token, so its parsers ask here, once a line and once a mark.
/// </summary>
internal static class RenderingBudget
{
    private const int ThreadTime = 3, CallsBetweenLooks = 32;

    [ThreadStatic]
    private static long s_end;

    [ThreadStatic]
    private static int s_calls;

    public static void Begin(TimeSpan limit) => s_end = Now() + (long)limit.TotalNanoseconds;

    public static void Check()
    {
        if (++s_calls % CallsBetweenLooks == 0 && Now() > s_end)
        {
            throw new RenderingStoppedException();
        }
    }

    // .NET tells the time of the whole process alone.
    private static long Now() => OperatingSystem.IsLinux() && ClockGetTime(ThreadTime, out var time) == 0
        ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
        : Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockGetTime(int clock, out Moment time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

/// <summary>Opens no block; looks at the budget.</summary>
internal sealed class BudgetedLines : BlockParser
{
    public override BlockState TryOpen(BlockProcessor processor)
    {
        RenderingBudget.Check();
        return BlockState.None;
    }
}

/// <summary>Reads no mark; looks at the budget.</summary>
internal sealed class BudgetedMarks : InlineParser
{
    public BudgetedMarks() => OpeningCharacters = ['[', ']', '!', '*', '_', '~', '<', '`', '|', '\n', '&', '\\', ':', 'h', 'w'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        RenderingBudget.Check();
        return false;
    }
}

/// <summary>
/// Links, with the reading ahead that they cost counted: Markdig looks for the end of each address anew. Where one paragraph has cost
/// more than sixteen times its length, the rest of it is text.
/// </summary>
internal sealed class BudgetedLinks : LinkInlineParser
{
    private sealed class Spent
    {
        public object? Paragraph { get; set; }
        public long Characters { get; set; }
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.CurrentChar == ']' && slice.PeekChar() == '(')
        {
            var spent = (Spent)(processor.ParserStates[Index] ??= new Spent());
            if (spent.Paragraph != processor.Block)
            {
                (spent.Paragraph, spent.Characters) = (processor.Block, 0);
            }

            var end = slice.AsSpan().IndexOfAny(' ', '\n');
            spent.Characters += end < 0 ? slice.Length : end;
            if (spent.Characters > 65_536 + (16L * (slice.End + 1)))
            {
                processor.Inline = new LiteralInline(slice);
                slice.Start = slice.End + 1;
                return true;
            }
        }

        return base.Match(processor, ref slice);
    }
}

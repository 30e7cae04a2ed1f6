namespace GraphBlog.GraphApi.Posts.Markdown;

internal enum BlockKind : byte { Document, Quote, List, Item, Footnote, Paragraph, Heading, Rule, IndentedCode, FencedCode, Html, Table }

/// <summary>A block of a text: a container with children, or a leaf with lines. Few fields, for a megabyte can be half a million blocks.</summary>
internal sealed class MarkdownBlock(BlockKind kind)
{
    public BlockKind Kind { get; set; } = kind;

    /// <summary>Of a list: its paragraphs are shown as such, for a blank line is between its items or in one of them.</summary>
    public bool IsLoose { get; set; }

    /// <summary>The bullet or the sign after the number of a list; the character of a fence.</summary>
    public char Marker { get; set; }

    /// <summary>
    /// The level of a heading, the first number of a list, the length of a fence, the kind of HTML (1 to 7, as CommonMark counts them).
    /// </summary>
    public int Number { get; set; }

    /// <summary>How many columns the content of an item or the fence is indented.</summary>
    public int Indent { get; set; }

    /// <summary>The lines of a leaf, once it is closed.</summary>
    public string Text { get; set; } = "";

    /// <summary>The words after a fence; how the columns of a table are aligned, a letter each.</summary>
    public string Info { get; set; } = "";

    public MarkdownBlock? First { get; private set; }
    public MarkdownBlock? Last { get; private set; }
    public MarkdownBlock? Next { get; private set; }

    public bool IsContainer => Kind <= BlockKind.Footnote;

    public void Add(MarkdownBlock child)
    {
        if (Last is null)
        {
            First = child;
        }
        else
        {
            Last.Next = child;
        }

        Last = child;
    }
}

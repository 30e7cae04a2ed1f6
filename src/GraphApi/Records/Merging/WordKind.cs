namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>What a word is, as far as merging has to know.</summary>
internal enum WordKind : byte
{
    /// <summary>White space within a line.</summary>
    Blank,

    /// <summary>Letters and digits, with what joins them.</summary>
    Word,

    /// <summary>One character of a script that puts no blanks between words.</summary>
    Sign,

    /// <summary>Any other character, or a run of the same.</summary>
    Mark,

    /// <summary>A line feed, alone or after a carriage return; nothing, where the text ends without one.</summary>
    LineEnd,
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GraphBlog.GraphApi.Import;

/// <summary>YAML whose scalars carry no tags: <c>! 'x'</c> is valid YAML for the text x, and Jekyll's own migrations write it.</summary>
internal sealed class UntaggedYaml(string yaml) : IParser
{
    private readonly Parser _parser = new(new StringReader(yaml));

    public ParsingEvent? Current => _parser.Current is Scalar { Tag.IsEmpty: false } tagged
        ? new Scalar(tagged.Anchor, TagName.Empty, tagged.Value, tagged.Style, true, true, tagged.Start, tagged.End) : _parser.Current;

    public bool MoveNext() => _parser.MoveNext();
}

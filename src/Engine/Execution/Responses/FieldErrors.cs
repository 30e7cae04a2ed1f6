namespace GraphBlog.Engine.Execution.Responses;

/// <summary>The errors of an answer, in the order of the response.</summary>
internal sealed class FieldErrors
{
    private List<FieldError>? _list;

    public IReadOnlyList<FieldError> List => _list ?? [];

    /// <summary>Whether what is written next is the answer of a mutation that was done.</summary>
    public bool AreOfChange { get; set; }

    /// <summary>Forgets all but the first.</summary>
    public void TakeBack(int count) => _list?.RemoveRange(count, _list.Count - count);

    public void Add(FieldError error) => (_list ??= []).Add(error with { IsOfChange = AreOfChange });
}

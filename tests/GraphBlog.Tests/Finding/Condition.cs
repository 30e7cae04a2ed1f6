using CsCheck;
using GraphBlog.Engine.Types;

namespace GraphBlog.Tests.Finding;

/// <summary>A filter input and what it means, said a second time: in C#, over a value in memory.</summary>
/// <param name="Input">The input.</param>
/// <param name="Holds">Whether a value satisfies it; null for an input that sets no condition.</param>
/// <param name="Text">For the reader of a failure.</param>
public sealed record Condition<TInput, TValue>(TInput Input, Func<TValue, bool>? Holds, string Text)
{
    public override string ToString() => Text;
}

/// <summary>One field of a filter input.</summary>
public sealed record Operation<TInput, TValue>(string Name, Action<TInput> Set, Func<TValue, bool>? Holds, string Text);

internal static class Condition
{
    /// <summary>Inputs with up to two of the operations, all of which must hold.</summary>
    public static Gen<Condition<TInput, TValue>> Of<TInput, TValue>(params Gen<Operation<TInput, TValue>>[] operations)
        where TInput : new() => Gen.OneOf<Operation<TInput, TValue>>(operations).List[0, 2].Select(chosen =>
    {
        var input = new TInput();
        var given = chosen.DistinctBy(operation => operation.Name).ToList();
        given.ForEach(operation => operation.Set(input));
        var text = $"{{ {string.Join(", ", given.Select(operation => $"{operation.Name}: {operation.Text}"))} }}";
        return new Condition<TInput, TValue>(input, All(given.Select(operation => operation.Holds)), text);
    });

    /// <summary>A field that takes an operand.</summary>
    public static Gen<Operation<TInput, TValue>> Operation<TInput, TValue, TOperand>(
        string name, Gen<TOperand> operands, Action<TInput, Optional<TOperand>> set, Func<TValue, TOperand, bool> holds)
        => operands.Select(operand => new Operation<TInput, TValue>(
            name, input => set(input, operand), value => holds(value, operand), Print(operand)));

    /// <summary>A field that takes a list of inputs, all or any of which must hold. Each sets a condition; any of none holds for nothing.</summary>
    public static Gen<Operation<TInput, TValue>> Several<TInput, TValue>(
        string name, Gen<Condition<TInput, TValue>> inner, bool isAll, Action<TInput, Optional<IReadOnlyList<TInput>?>> set)
        => inner.Where(condition => condition.Holds is not null).List[0, 3].Select(conditions => new Operation<TInput, TValue>(
            name,
            input => set(input, new(conditions.ConvertAll(condition => condition.Input))),
            isAll ? All(conditions.Select(condition => condition.Holds)) : value => conditions.Exists(condition => condition.Holds!(value)),
            $"[{string.Join(", ", conditions)}]"));

    /// <summary>A field that takes an input on a member of the value.</summary>
    public static Gen<Operation<TInput, TValue>> Member<TInput, TValue, TInner, TMember>(
        string name, Gen<Condition<TInner, TMember>> inner, Action<TInput, Optional<TInner?>> set, Func<TValue, TMember> member)
        where TInner : class => inner.Select(condition => new Operation<TInput, TValue>(
            name,
            input => set(input, condition.Input),
            condition.Holds is { } holds ? value => holds(member(value)) : null,
            condition.Text));

    private static Func<TValue, bool>? All<TValue>(IEnumerable<Func<TValue, bool>?> conditions)
        => conditions.OfType<Func<TValue, bool>>().ToList() is [_, ..] given ? value => given.TrueForAll(holds => holds(value)) : null;

    private static string Print(object? operand) => operand switch
    {
        null => "null",
        string text => $"\"{text.Replace("\0", "\\0")}\"",
        System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Print))}]",
        DateTimeOffset moment => moment.ToString("O"),
        _ => operand.ToString()!,
    };
}

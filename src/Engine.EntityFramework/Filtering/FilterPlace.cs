using System.Linq.Expressions;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphQL;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>
/// A place in a client's filter, for the errors that name it. Conditions are counted and nesting is measured on the way: each becomes
/// part of one statement, which the database has to plan.
/// </summary>
public sealed class FilterPlace
{
    private const int MaxConditions = 100;
    private const int MaxValues = 1000;
    private const int MaxDepth = 10;

    /// <summary>Stands for the name of an object type where ids of any are compared: they are not decoded.</summary>
    public const string AnyType = "*";

    private readonly FilterPlace? _parent;
    private readonly string _name;
    private readonly int _depth;
    private readonly Tally _tally;

    /// <param name="argument">The argument that the filter was given as.</param>
    public FilterPlace(string argument) => (_name, _depth, _tally) = (argument, 1, new());

    private FilterPlace(FilterPlace parent, string name, int depth)
    {
        (_parent, _name, _depth, _tally, IdType, IsAsStored) = (parent, name, depth, parent._tally, parent.IdType, parent.IsAsStored);
        if (depth > MaxDepth)
        {
            throw Error($"The filter `{Argument}` nests deeper than the limit of {MaxDepth} levels.", ErrorCodes.FilterTooLarge);
        }
    }

    /// <summary>The name of the object type whose ids are compared here; null where none are.</summary>
    public string? IdType { get; private init; }

    /// <summary>Whether texts are compared here as they are stored.</summary>
    public bool IsAsStored { get; private init; }

    private string Argument => _parent?.Argument ?? _name;

    /// <summary>The conditions in a filter input below this one.</summary>
    /// <param name="name">The input's field.</param>
    /// <param name="input">What the client gave.</param>
    /// <param name="idType">The name of the object type, when the input compares ids.</param>
    /// <param name="condition">Makes the condition.</param>
    /// <param name="isAsStored">Whether texts are compared there as they are stored; where they are here, they are there.</param>
    /// <exception cref="ExecutionError">The client gave null.</exception>
    public Expression? Within<T>(
        string name, Optional<T?> input, string? idType, Func<T, FilterPlace, Expression?> condition, bool isAsStored = false) where T : class
        => input.HasValue
            ? condition(input.Value ?? throw Null(name), new(this, "." + name, _depth + 1) { IdType = idType, IsAsStored = IsAsStored || isAsStored })
            : null;

    /// <summary>All conditions in a list of filter inputs; of an empty list, none.</summary>
    /// <exception cref="ExecutionError">The client gave null, or an input that sets no condition.</exception>
    public Expression? All<T>(string name, Optional<IReadOnlyList<T>?> inputs, Func<T, FilterPlace, Expression?> condition)
        => inputs.HasValue ? Conditions.All(Each(name, inputs.Value, condition)) : null;

    /// <summary>At least one condition of a list of filter inputs, which holds for nothing when the list is empty.</summary>
    /// <exception cref="ExecutionError">The client gave null, or an input that sets no condition.</exception>
    public Expression? Any<T>(string name, Optional<IReadOnlyList<T>?> inputs, Func<T, FilterPlace, Expression?> condition)
        => inputs.HasValue ? Conditions.Any(Each(name, inputs.Value, condition)) ?? Conditions.Never : null;

    /// <summary>An operation that takes null.</summary>
    public Expression? Nullable<T>(string name, Optional<T> operand, Func<object?, Expression> condition)
        => operand.HasValue ? Counted(condition(Checked(operand.Value, name))) : null;

    /// <summary>An operation with a value.</summary>
    /// <exception cref="ExecutionError">The client gave null.</exception>
    public Expression? Operation<T>(string name, Optional<T> operand, Func<object, Expression> condition)
        => operand.HasValue ? Counted(condition(Checked(operand.Value, name) ?? throw Null(name))) : null;

    /// <summary>An operation with a list of values, of which any may be null.</summary>
    /// <exception cref="ExecutionError">The client gave null for the list.</exception>
    public Expression? List<T>(string name, Optional<IReadOnlyList<T>?> operands, Func<IReadOnlyList<object?>, Expression> condition)
    {
        if (!operands.HasValue)
        {
            return null;
        }

        var values = operands.Value ?? throw Null(name);
        if ((_tally.Values += values.Count) > MaxValues)
        {
            throw Error($"The lists of the filter `{Argument}` have more than {MaxValues} values.", ErrorCodes.FilterTooLarge);
        }

        return Counted(condition([.. values.Select(value => Checked(value, name))]));
    }

    /// <summary>The key that a global id stands for.</summary>
    /// <exception cref="ExecutionError">It is the id of another type.</exception>
    private object? Checked(object? value, string name) => value is not GlobalId id || IdType == AnyType ? value
        : id.TypeName == IdType ? id.KeyAs(typeof(long))
        : throw Error($"The value of `{this}.{name}` is not the ID of a {IdType}.", ErrorCodes.InvalidSyntaxFormat);

    private IEnumerable<Expression?> Each<T>(string name, IReadOnlyList<T>? inputs, Func<T, FilterPlace, Expression?> condition)
        => (inputs ?? throw Null(name)).Select((input, index) =>
        {
            var at = new FilterPlace(this, $".{name}[{index}]", _depth + 1);
            return condition(input, at)
                ?? throw Error($"`{at}` sets no condition: say what must hold there, or leave it out.", ErrorCodes.InvalidSyntaxFormat);
        });

    private Expression Counted(Expression condition) => ++_tally.Conditions <= MaxConditions ? condition
        : throw Error($"The filter `{Argument}` has more than {MaxConditions} conditions.", ErrorCodes.FilterTooLarge);

    private ExecutionError Null(string name) => Error($"The value of `{this}.{name}` must not be null.", ErrorCodes.NullNotSupported);

    private static ExecutionError Error(string message, string code) => new(message) { Code = code };

    public override string ToString() => $"{_parent}{_name}";

    private sealed class Tally
    {
        public int Conditions { get; set; }

        public int Values { get; set; }
    }
}

using System.Linq.Expressions;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>
/// Conditions on a text, all of which must hold. Case matters, except for `ieq`, `icontains` and the others whose names begin with `i` or `ni`;
/// no character is a wildcard.
/// </summary>
public sealed class StringOperationFilterInput : OperationFilterInput
{
    /// <summary>All of these conditions must hold; an empty list always does. Each item must set a condition.</summary>
    public Optional<IReadOnlyList<StringOperationFilterInput>?> And { get; set; }

    /// <summary>At least one of these conditions must hold; an empty list matches nothing. Each item must set a condition.</summary>
    public Optional<IReadOnlyList<StringOperationFilterInput>?> Or { get; set; }

    /// <summary>Equals this value; null matches records without one.</summary>
    public Optional<string?> Eq { get; set; }

    /// <summary>Does not equal this value, or there is none; null matches records that have a value.</summary>
    public Optional<string?> Neq { get; set; }

    /// <summary>Equals one of these texts; null among them matches records without one.</summary>
    public Optional<IReadOnlyList<string?>?> In { get; set; }

    /// <summary>Equals none of these values; records without one match unless null is among them.</summary>
    public Optional<IReadOnlyList<string?>?> Nin { get; set; }

    /// <summary>Contains this text.</summary>
    public Optional<string?> Contains { get; set; }

    /// <summary>Does not contain this text; also matches records without one.</summary>
    public Optional<string?> Ncontains { get; set; }

    /// <summary>Starts with this text.</summary>
    public Optional<string?> StartsWith { get; set; }

    /// <summary>Does not start with this text; also matches records without one.</summary>
    public Optional<string?> NstartsWith { get; set; }

    /// <summary>Ends with this text.</summary>
    public Optional<string?> EndsWith { get; set; }

    /// <summary>Does not end with this text; also matches records without one.</summary>
    public Optional<string?> NendsWith { get; set; }

    /// <summary>Equals this text, ignoring case.</summary>
    public Optional<string?> Ieq { get; set; }

    /// <summary>Does not equal this text, ignoring case; also matches records without one.</summary>
    public Optional<string?> Nieq { get; set; }

    /// <summary>Contains this text, ignoring case.</summary>
    public Optional<string?> Icontains { get; set; }

    /// <summary>Does not contain this text, ignoring case; also matches records without one.</summary>
    public Optional<string?> Nicontains { get; set; }

    /// <summary>Starts with this text, ignoring case.</summary>
    public Optional<string?> IstartsWith { get; set; }

    /// <summary>Does not start with this text, ignoring case; also matches records without one.</summary>
    public Optional<string?> NistartsWith { get; set; }

    /// <summary>Ends with this text, ignoring case.</summary>
    public Optional<string?> IendsWith { get; set; }

    /// <summary>Does not end with this text, ignoring case; also matches records without one.</summary>
    public Optional<string?> NiendsWith { get; set; }

    public override Expression? Condition(Expression member, FilterPlace place)
    {
        return Conditions.All(
            place.All("and", And, (input, at) => input.Condition(member, at)),
            place.Any("or", Or, (input, at) => input.Condition(member, at)),
            place.Nullable("eq", Eq, value => Conditions.Equal(member, value)),
            place.Nullable("neq", Neq, value => Expression.Not(Conditions.Equal(member, value))),
            place.List("in", In, values => Conditions.In(member, values)),
            place.List("nin", Nin, values => Expression.Not(Conditions.In(member, values))),
            Text("contains", Contains, nameof(string.Contains)),
            Not(Text("ncontains", Ncontains, nameof(string.Contains))),
            Text("startsWith", StartsWith, nameof(string.StartsWith)),
            Not(Text("nstartsWith", NstartsWith, nameof(string.StartsWith))),
            Text("endsWith", EndsWith, nameof(string.EndsWith)),
            Not(Text("nendsWith", NendsWith, nameof(string.EndsWith))),
            InAnyCase("ieq", "", Ieq, ""),
            Not(InAnyCase("nieq", "", Nieq, "")),
            InAnyCase("icontains", "%", Icontains, "%"),
            Not(InAnyCase("nicontains", "%", Nicontains, "%")),
            InAnyCase("istartsWith", "", IstartsWith, "%"),
            Not(InAnyCase("nistartsWith", "", NistartsWith, "%")),
            InAnyCase("iendsWith", "%", IendsWith, ""),
            Not(InAnyCase("niendsWith", "%", NiendsWith, "")));

        Expression? Text(string name, Optional<string?> operand, string method)
            => place.Operation(name, operand, value => Conditions.Text(member, method, value));

        Expression? InAnyCase(string name, string before, Optional<string?> operand, string after)
            => place.Operation(name, operand, value => Conditions.TextInAnyCase(member, before, (string)value, after));

        static Expression? Not(Expression? condition) => condition is null ? null : Expression.Not(condition);
    }
}

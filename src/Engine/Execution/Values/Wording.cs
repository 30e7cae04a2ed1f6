using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>What clients are told of wrong values, whether they stand in the document or come as variables.</summary>
internal static class Wording
{
    /// <summary>What an error says before its suggestions, which are its end.</summary>
    public const string Suggestion = " Did you mean ";

    public static string Null(IGraphType type) => $"null is given where '{type}' is wanted.";

    public static string LeftOut(IGraphType type) => $"It is left out, and '{type}' is wanted.";

    public static string NoObject(IGraphType type, object? value) => $"{ValueText.Of(value)} is no {type}: an object is wanted.";

    public static string NotOneField(IGraphType type) => $"'{type}' takes exactly one field, and not null.";

    public static string UnknownField(IInputObjectGraphType type, string name)
        => $"'{type.Name}' has no such field.{Suggest(name, type.Fields.Select(field => field.Name))}";

    /// <summary>The complaint about a value that a scalar did not take.</summary>
    /// <param name="scalar">The scalar.</param>
    /// <param name="value">The value.</param>
    /// <param name="thrown">What the scalar threw. Only what is thrown for clients is told.</param>
    public static string Scalar(ScalarGraphType scalar, object? value, Exception thrown)
    {
        if (Told(thrown) is { } reason)
        {
            return reason;
        }

        var wanted = scalar switch
        {
            IntGraphType => ": a whole number from -2147483648 to 2147483647 is wanted.",
            FloatGraphType => ": a number is wanted.",
            BooleanGraphType => ": true or false is wanted.",
            StringGraphType or IdGraphType => ": a string is wanted.",
            EnumerationGraphType names => "." + Suggest(ValueText.Of(value).Trim('"'), names.Values.Select(known => known.Name)),
            _ => ".",
        };
        return $"{ValueText.Of(value)} is no {scalar.Name}{wanted}";
    }

    /// <summary>The message of an exception that is meant for clients; null for others, which may name types of the server.</summary>
    public static string? Told(Exception thrown)
        => thrown is Http.GraphQLRequestException or ExecutionError { InnerException: null } ? thrown.Message : null;

    /// <summary>The end of a message: the names that are like the one given; empty where none is.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var alike = StringUtils.SuggestionList(name, known);
        return alike.Length == 0 ? "" : $"{Suggestion}{StringUtils.QuotedOrList(alike)}?";
    }
}

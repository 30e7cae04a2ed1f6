using GraphBlog.Engine.Types;
using GraphQL.Types;

namespace GraphBlog.Engine.Paging;

/// <summary>The four arguments that a parameter of type <see cref="PagingArguments"/> adds to its field.</summary>
internal static class PagingArgumentsDefinition
{
    public static IEnumerable<QueryArgument> Create(TypeRegistry types)
    {
        yield return Argument("first", typeof(int), "Returns the first _n_ elements from the list.");
        yield return Argument("after", typeof(string), "Returns the elements in the list that come after the specified cursor.");
        yield return Argument("last", typeof(int), "Returns the last _n_ elements from the list.");
        yield return Argument("before", typeof(string), "Returns the elements in the list that come before the specified cursor.");

        QueryArgument Argument(string name, Type type, string description)
            => new(types.Input(new(type, true))) { Name = name, Description = description };
    }
}

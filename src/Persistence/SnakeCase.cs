using System.Text;

namespace GraphBlog.Persistence;

/// <summary>The one spelling rule between C# and the database: <c>CreatedAt</c> is <c>created_at</c>.</summary>
public static class SnakeCase
{
    /// <summary>The column of a property; a name that is in snake case already stays as it is.</summary>
    public static string Of(string name)
    {
        var column = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
            {
                column.Append('_');
            }

            column.Append(char.ToLowerInvariant(name[i]));
        }

        return column.ToString();
    }
}

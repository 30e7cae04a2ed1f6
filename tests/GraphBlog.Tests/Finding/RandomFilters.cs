using CsCheck;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.EntityFramework.Sorting;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Persistence.Posts;
using static GraphBlog.Tests.Finding.Condition;

namespace GraphBlog.Tests.Finding;

/// <summary>Random filters and orders of posts.</summary>
internal static class RandomFilters
{
    public static Gen<Condition<PostFilterInput, Post>> Posts(IReadOnlyList<Post> posts, int depth = 2)
    {
        var titles = RandomConditions.Text(Texts(posts.Select(post => post.Title)));
        var slugs = RandomConditions.Text(Texts(posts.Select(post => post.Slug)));
        var tags = RandomConditions.Texts(Texts(posts.SelectMany(post => post.Tags)));
        var created = RandomConditions.Moment([.. posts.Select(post => post.CreatedAt)]);
        var updated = RandomConditions.Moment([.. posts.Select(post => post.UpdatedAt)]);
        var published = RandomConditions.Moment([.. posts.Select(post => post.PublishedAt).OfType<DateTimeOffset>()]);
        Gen<Operation<PostFilterInput, Post>>[] plain =
        [
            Member<PostFilterInput, Post, StringOperationFilterInput, string?>("title", titles, (i, o) => i.Title = o, post => post.Title),
            Member<PostFilterInput, Post, StringOperationFilterInput, string?>("slug", slugs, (i, o) => i.Slug = o, post => post.Slug),
            Member<PostFilterInput, Post, EnumOperationFilterInput<PostStatus>, PostStatus>(
                "status", RandomConditions.Choice<PostStatus>(), (i, o) => i.Status = o, post => post.Status),
            Member<PostFilterInput, Post, StringListFilterInput, string[]>("tags", tags, (i, o) => i.Tags = o, post => post.Tags),
            Member<PostFilterInput, Post, IdOperationFilterInput, long?>(
                "authorId", RandomConditions.User(), (i, o) => i.AuthorId = o, post => post.AuthorId),
            Member<PostFilterInput, Post, IntOperationFilterInput, int>(
                "version", RandomConditions.Number(Gen.Int[0, 4]), (i, o) => i.Version = o, post => post.Version),
            Member<PostFilterInput, Post, DateTimeOperationFilterInput, DateTimeOffset?>(
                "createdAt", created, (i, o) => i.CreatedAt = o, post => post.CreatedAt),
            Member<PostFilterInput, Post, DateTimeOperationFilterInput, DateTimeOffset?>(
                "updatedAt", updated, (i, o) => i.UpdatedAt = o, post => post.UpdatedAt),
            Member<PostFilterInput, Post, DateTimeOperationFilterInput, DateTimeOffset?>(
                "publishedAt", published, (i, o) => i.PublishedAt = o, post => post.PublishedAt),
        ];
        if (depth == 0)
        {
            return Of(plain);
        }

        var inner = Posts(posts, depth - 1);
        return Of([.. plain, Several("and", inner, true, (i, o) => i.And = o), Several("or", inner, false, (i, o) => i.Or = o)]);
    }

    /// <summary>What can be ordered by, as the schema has it.</summary>
    public static readonly (string Name, Action<PostSortInput, SortEnumType> Set, Func<PostSortInput, SortEnumType?> Get,
        Func<Post, object?> Value)[] Keys =
    [
        ("title", (i, o) => i.Title = o, i => i.Title.Value, post => post.Title),
        ("slug", (i, o) => i.Slug = o, i => i.Slug.Value, post => post.Slug),
        ("status", (i, o) => i.Status = o, i => i.Status.Value, post => post.Status.ToString().ToUpperInvariant()),
        ("version", (i, o) => i.Version = o, i => i.Version.Value, post => post.Version),
        ("createdAt", (i, o) => i.CreatedAt = o, i => i.CreatedAt.Value, post => post.CreatedAt),
        ("updatedAt", (i, o) => i.UpdatedAt = o, i => i.UpdatedAt.Value, post => post.UpdatedAt),
        ("publishedAt", (i, o) => i.PublishedAt = o, i => i.PublishedAt.Value, post => post.PublishedAt),
    ];

    /// <summary>Up to three inputs of one or two keys each.</summary>
    public static Gen<PostSortInput[]> Orders { get; } = Gen.Select(Gen.Int[0, 6].Array[1, 2], Gen.Bool.Array[2], (fields, directions) =>
    {
        var input = new PostSortInput();
        foreach (var (index, field) in fields.Index())
        {
            Keys[field].Set(input, directions[index] ? SortEnumType.Desc : SortEnumType.Asc);
        }

        return input;
    }).Array[0, 3];

    /// <summary>Texts there are, parts of them, and texts that there cannot be.</summary>
    public static Gen<string> Texts(IEnumerable<string> texts)
    {
        string[] known = [.. texts.Distinct()];
        return Gen.Frequency(
            (3, Gen.OneOf(known)),
            (3, Gen.Select(Gen.OneOf(known), Gen.Int[0, 2], Gen.Int[1, 3], Part)),
            (1, Gen.OneOf("", "%", "_", "\\", "%%", "\\%", "nul\0", "\0", "'", "a' or true --", "Ä", "A")));
    }

    private static string Part(string text, int start, int length)
    {
        var runes = text.EnumerateRunes().Skip(start).Take(length);
        return string.Concat(runes);
    }
}

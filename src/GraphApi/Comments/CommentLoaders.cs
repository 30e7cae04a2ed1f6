using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Comments;

/// <summary>Comments of live posts by id; deleted ones for those who may write them, as the row rules have it.</summary>
public sealed class CommentByIdLoader(BlogDbContext blog) : QueryLoader<long, Comment>
{
    protected override async Task<IReadOnlyDictionary<long, Comment>> LoadBatchAsync(
        IReadOnlyList<long> keys, QueryContext<Comment> query, CancellationToken ct)
        => await blog.LiveAndTrash<Comment>().Where(comment => keys.Contains(comment.Id)).Select(query.Selector).ToDictionaryAsync(comment => comment.Id, ct);
}

/// <summary>The comments of posts, oldest first.</summary>
public sealed class CommentsOfPostLoader(BlogDbContext blog) : ConnectionLoader<BlogDbContext, Comment>(blog, s_comments)
{
    // The post comes first, though it is the same for all: so the index has them in order for every post of a page, and is read no
    // further than the page goes.
    private static readonly PagedQuery<BlogDbContext, Comment> s_comments = new((blog, id) => blog.Comments
        .Where(comment => comment.PostId == id)
        .OrderBy(comment => comment.PostId).ThenBy(comment => comment.CreatedAt).ThenBy(comment => comment.Id), IdRows.Of);
}

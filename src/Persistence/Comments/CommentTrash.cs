using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Comments;

/// <summary>The comments that were deleted, which no list shows.</summary>
public static class CommentTrash
{
    /// <summary>The live comments, and those that were deleted as far as the viewer could have deleted them; all of live posts. Composable.</summary>
    public static IQueryable<Comment> CommentsAndTrash(this BlogDbContext blog) => blog.Comments.FromSql($"select * from blog.comments_all");
}

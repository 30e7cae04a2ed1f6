using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Posts;

/// <summary>The posts of the trash as the posts they are.</summary>
public static class PostTrash
{
    /// <summary>The live posts, and those of the trash, as far as the viewer sees them. Composable.</summary>
    public static IQueryable<Post> PostsAndTrash(this BlogDbContext blog) => blog.Posts.FromSql($"select * from blog.posts_all");
}

using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Posts;

/// <summary>What row-level security keeps from an index or from the viewer, asked of functions that give away no more than they must.</summary>
public static class PostSearch
{
    /// <summary>
    /// The posts that the viewer may read and that match a query as people type it: words, "quoted words", or, -not. Composable.
    /// </summary>
    /// <param name="blog">Where to search.</param>
    /// <param name="query">What is searched for.</param>
    /// <param name="live">Whether only what readers see is searched.</param>
    public static IQueryable<PostHit> SearchPosts(this BlogDbContext blog, string query, bool live)
        => blog.Database.SqlQuery<PostHit>($"select id, rank from app.search_posts({query}, {live})");

    /// <summary>Which of these slugs a live post of the organisation has, whether the viewer may read it or not.</summary>
    public static IQueryable<string> TakenSlugs(this BlogDbContext blog, string[] slugs)
        => blog.Database.SqlQuery<string>($"""select app.taken_slugs({slugs}) as "Value" """);
}

/// <summary>A post that a search found.</summary>
public sealed class PostHit
{
    [Column("id")]
    public long Id { get; set; }

    /// <summary>How well it matches, greater is better; comparable within one search only.</summary>
    [Column("rank")]
    public double Rank { get; set; }
}

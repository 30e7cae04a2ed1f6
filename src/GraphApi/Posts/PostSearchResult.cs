using System.Linq.Expressions;
using GraphBlog.Engine;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphBlog.GraphApi.Posts;

/// <summary>A post with how well it matches a search, which is what pages of a search are ordered by.</summary>
internal sealed class PostSearchResult
{
    private const int MaxLength = 1000;

    public double Rank { get; init; }

    public long Id { get; init; }

    public Post Post { get; init; } = null!;

    /// <summary>What is searched for; null when there is nothing in it.</summary>
    /// <exception cref="GraphQLRequestException">It cannot be searched for.</exception>
    public static string? Query(string? search) => string.IsNullOrWhiteSpace(search) ? null
        : search.Length <= MaxLength && !search.Contains('\0') ? search
        : throw new GraphQLRequestException(
            $"`search` must have at most {MaxLength} characters, none of them U+0000.", ErrorCodes.InvalidArgument, StatusCodes.Status400BadRequest);

    /// <summary>A page of the posts that match, the best first, and among equals the newest.</summary>
    public static async Task<Connection<Post>> BestFirstAsync(
        BlogDbContext blog, string search, Perspective? perspective, PostFilterInput? where, PagingArguments page, QueryContext<Post> query, CancellationToken ct)
    {
        await query.ReadAloneAsync();
        var found = await blog.SearchPosts(search, perspective == Perspective.Live).Join(blog.PostsAs(perspective).Filter(where), hit => hit.Id, post => post.Id, Result(query.Selector))
            .OrderByDescending(post => post.Rank).ThenByDescending(post => post.Id)
            .ToConnectionAsync(page, QueryContext<PostSearchResult>.All, ct);
        return found.Select(post => post.Post);
    }

    private static Expression<Func<PostHit, Post, PostSearchResult>> Result(Expression<Func<Post, Post>> selector)
    {
        Expression<Func<PostHit, Post, PostSearchResult>> result = (hit, post) => new PostSearchResult { Rank = hit.Rank, Id = hit.Id, Post = post };
        var bound = (MemberInitExpression)result.Body;
        var columns = ReplacingExpressionVisitor.Replace(selector.Parameters[0], result.Parameters[1], selector.Body);
        return Expression.Lambda<Func<PostHit, Post, PostSearchResult>>(
            bound.Update(bound.NewExpression, [.. bound.Bindings.Take(2), Expression.Bind(bound.Bindings[2].Member, columns)]), result.Parameters);
    }
}

using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Audit;

/// <summary>The histories of comments, newest first.</summary>
public sealed class CommentHistoryLoader(BlogDbContext blog) : ConnectionLoader<BlogDbContext, AuditEntry>(blog, s_history)
{
    private static readonly PagedQuery<BlogDbContext, AuditEntry> s_history = new((blog, id) => blog.AuditLog
        .Where(entry => entry.RecordType == RecordTypes.Comments && entry.RecordId == id)
        .OrderByDescending(entry => entry.Version));

    protected override IQueryable<long> Parents(BlogDbContext db, long[] ids) => db.Rows(ids);
}

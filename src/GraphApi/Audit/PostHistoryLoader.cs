using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Audit;

/// <summary>The histories of posts, whether live or in the trash, newest first.</summary>
public sealed class PostHistoryLoader(BlogDbContext blog) : ConnectionLoader<BlogDbContext, AuditEntry>(blog, s_history)
{
    private static readonly PagedQuery<BlogDbContext, AuditEntry> s_history = new((blog, id) => blog.AuditLog
        .Where(entry => entry.RecordType == RecordTypes.Posts && entry.RecordId == id)
        .OrderByDescending(entry => entry.Version));

    protected override IQueryable<long> Parents(BlogDbContext db, long[] ids) => db.Rows(ids);
}

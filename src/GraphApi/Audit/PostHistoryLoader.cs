using System.Linq.Expressions;
using GraphBlog.GraphApi.Engine.DataLoaders;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Audit;

/// <summary>The histories of posts, whether live or in the trash.</summary>
public sealed class PostHistoryLoader(BlogDbContext blog) : ConnectionLoader<AuditEntry>
{
    protected override Expression<Func<long, IQueryable<AuditEntry>>> Items => id => blog.AuditLog
        .Where(entry => entry.RecordType == RecordTypes.Posts && entry.RecordId == id)
        .OrderByDescending(entry => entry.Version);

    protected override IQueryable<long> Parents(long[] ids) => blog.Rows(ids);
}

using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Posts;

/// <summary>What is remembered of a file that became a post, and what has become of the post.</summary>
public sealed class ImportMark
{
    /// <summary>The file's name in its folder, with slashes.</summary>
    [Column("path")]
    public string Path { get; set; } = null!;

    [Column("post_id")]
    public long PostId { get; set; }

    /// <summary>The version at which the post said what the file said; null when it had something of its own even then.</summary>
    [Column("post_version")]
    public int? Version { get; set; }

    /// <summary>By field a digest of what the file said when it was last imported.</summary>
    [Column("base", TypeName = "jsonb")]
    public JsonElement Base { get; set; }

    /// <summary>The version the post is at; null when it was purged, or the viewer may not see it.</summary>
    [Column("current")]
    public int? Current { get; set; }

    [Column("in_trash")]
    public bool InTrash { get; set; }
}

/// <summary>Reads and writes the marks of imports; the database keeps those of other organisations apart.</summary>
public static class ImportedFiles
{
    /// <summary>The marks that imports of a source left.</summary>
    public static IQueryable<ImportMark> Imported(this BlogDbContext blog, string source) => blog.Database.SqlQuery<ImportMark>(
        $"""
        select m.path, m.post_id, m.post_version, m.base, p.version as current, p.deleted_at is not null as in_trash
          from app.imports m left join blog.posts_any p on p.org_id = m.org_id and p.id = m.post_id where m.source = {source}
        """);

    /// <summary>The posts that files of any source became.</summary>
    public static IQueryable<long> ImportedPosts(this BlogDbContext blog) => blog.Database.SqlQuery<long>($"""select post_id as "Value" from app.imports""");

    /// <summary>The slugs of all posts, those in the trash too.</summary>
    public static IQueryable<string> KnownSlugs(this BlogDbContext blog) => blog.Database.SqlQuery<string>($"""select slug as "Value" from blog.posts_any""");

    /// <summary>Writes a mark, as part of the current transaction; one of another path becomes this one.</summary>
    /// <param name="blog">Where to write.</param>
    /// <param name="source">The source.</param>
    /// <param name="formerPath">The path that the mark had; null when there is no mark yet.</param>
    /// <param name="mark">What is to be remembered.</param>
    /// <param name="isLast">Whether the transaction ends with it, so that COMMIT travels with it.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task MarkImportedAsync(
        this BlogDbContext blog, string source, string? formerPath, ImportMark mark, bool isLast, CancellationToken ct)
    {
        if (isLast)
        {
            blog.CommitWithNext();
        }

        var (path, id, version, content) = (mark.Path, mark.PostId, mark.Version, mark.Base.GetRawText());
        await (formerPath is null
            ? blog.Database.SqlQuery<long>(
                $"""
                insert into app.imports (org_id, source, path, post_id, post_version, base)
                values ({blog.Tenant.OrgId}, {source}, {path}, {id}, {version}, {content}::jsonb) returning post_id as "Value"
                """)
            : blog.Database.SqlQuery<long>(
                $"""
                update app.imports set path = {path}, post_id = {id}, post_version = {version}, base = {content}::jsonb, imported_at = now()
                 where org_id = {blog.Tenant.OrgId} and source = {source} and path = {formerPath} returning post_id as "Value"
                """)).ToListAsync(ct);
    }
}

using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Upkeep;

/// <summary>
/// Months of the log in files, an organisation's each: <c>&lt;organisation&gt;/&lt;month&gt;.jsonl.gz</c>, one entry a line, and beside it a manifest
/// that says how many and which bytes. A file bears its name when it is whole and on the disk, and counts when it was read again; one that was
/// begun and not ended is begun anew.
/// </summary>
/// <param name="folder">Where to.</param>
public sealed class LogArchive(string folder)
{
    private const int Page = 2000;
    private static readonly JsonSerializerOptions s_manifest = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes all entries of the context's organisation of a month, unless they are there already.</summary>
    /// <param name="blog">A context that sees all of the organisation's log.</param>
    /// <param name="month">Its beginning, in UTC.</param>
    /// <param name="alive">Is called now and then.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="InvalidDataException">What was written is not what is read.</exception>
    public async Task<ArchivedMonth> WriteAsync(BlogDbContext blog, DateTime month, Func<Task> alive, CancellationToken ct)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, blog.Tenant.OrgId.ToString(CultureInfo.InvariantCulture)));
        var name = Path.Combine(home.FullName, month.ToString("yyyyMM", CultureInfo.InvariantCulture));
        var (file, manifest) = ($"{name}.jsonl.gz", $"{name}.manifest.json");
        if (await FindAsync(file, manifest, alive, ct) is { } there && await IsAllAsync(blog, month, there, ct))
        {
            return there;
        }

        var written = await StreamAsync(blog, month, $"{file}.partial", alive, ct);
        File.Move($"{file}.partial", file, overwrite: true);
        await using (var stream = new FileStream($"{manifest}.partial", FileMode.Create, FileAccess.Write))
        {
            await JsonSerializer.SerializeAsync(stream, written, s_manifest, ct);
            stream.Flush(flushToDisk: true);
        }

        File.Move($"{manifest}.partial", manifest, overwrite: true);
        Disk.Flush(home.FullName);
        Disk.Flush(folder);
        return await FindAsync(file, manifest, alive, ct) == written ? written
            : throw new InvalidDataException($"{file} is not what was written into it. Nothing of that month was dropped.");
    }

    /// <summary>What a file holds, if it is whole and its manifest's; else null.</summary>
    /// <param name="file">The file.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="alive">Is called now and then; null for nothing.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<ArchivedMonth?> FindAsync(string file, string manifest, Func<Task>? alive, CancellationToken ct)
    {
        try
        {
            var said = JsonSerializer.Deserialize<ArchivedMonth>(await File.ReadAllTextAsync(manifest, ct), s_manifest);
            return said is not null && await ReadAsync(said, file, alive, ct) == said ? said : null;
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<ArchivedMonth> ReadAsync(ArchivedMonth said, string file, Func<Task>? alive, CancellationToken ct)
    {
        using var stored = SHA256.Create();
        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (entries, last) = (0L, 0L);
        await using (var raw = new FileStream(file, FileMode.Open, FileAccess.Read))
        await using (var counted = new CryptoStream(raw, stored, CryptoStreamMode.Read))
        await using (var plain = new GZipStream(counted, CompressionMode.Decompress))
        using (var reader = new StreamReader(plain))
        {
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                lines.AppendData(Encoding.UTF8.GetBytes($"{line}\n"));
                last = Math.Max(last, IdOf(line));
                if (++entries % Page == 0 && alive is not null)
                {
                    await alive();
                }
            }

            await counted.CopyToAsync(Stream.Null, ct);
        }

        return said with
        {
            Entries = entries,
            LastEntry = last,
            Sha256 = Convert.ToHexStringLower(stored.Hash!),
            LinesSha256 = Convert.ToHexStringLower(lines.GetHashAndReset()),
        };
    }

    private static async Task<ArchivedMonth> StreamAsync(BlogDbContext blog, DateTime month, string file, Func<Task> alive, CancellationToken ct)
    {
        using var lines = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (entries, last, from, after) = (0L, 0L, month, 0L);
        await using (var raw = new FileStream(file, FileMode.Create, FileAccess.Write))
        {
            await using (var packed = new GZipStream(raw, CompressionLevel.Optimal, leaveOpen: true))
            {
                for (var page = await PageAsync(blog, month, from, after, ct); page.Count > 0; page = await PageAsync(blog, month, from, after, ct))
                {
                    foreach (var entry in page)
                    {
                        var line = Encoding.UTF8.GetBytes($"{entry.Line}\n");
                        lines.AppendData(line);
                        await packed.WriteAsync(line, ct);
                        (from, after, last) = (entry.ChangedAt, entry.Id, Math.Max(last, entry.Id));
                    }

                    entries += page.Count;
                    await alive();
                }
            }

            raw.Flush(flushToDisk: true);
        }

        await using var stored = File.OpenRead(file);
        return new(1, blog.Tenant.OrgId, month, entries, last, Convert.ToHexStringLower(await SHA256.HashDataAsync(stored, ct)),
            Convert.ToHexStringLower(lines.GetHashAndReset()));
    }

    private static Task<List<ArchivedLine>> PageAsync(BlogDbContext blog, DateTime month, DateTime from, long after, CancellationToken ct)
        => blog.Database.SqlQuery<ArchivedLine>(
            $"""
            select e.id, e.changed_at, to_jsonb(e)::text as line from audit.audit_log e
             where e.org_id = {blog.Tenant.OrgId} and e.changed_at < {month.AddMonths(1)} and (e.changed_at, e.id) > ({from}, {after})
             order by e.changed_at, e.id limit {Page}
            """).ToListAsync(ct);

    // Whether nothing came since it was written.
    private static async Task<bool> IsAllAsync(BlogDbContext blog, DateTime month, ArchivedMonth there, CancellationToken ct)
        => there.Organisation == blog.Tenant.OrgId && there.Month == month && await blog.Database.SqlQuery<long>(
            $"""
            select count(*) as "Value" from audit.audit_log e
             where e.org_id = {blog.Tenant.OrgId} and e.changed_at >= {month} and e.changed_at < {month.AddMonths(1)}
            """).SingleAsync(ct) == there.Entries;

    private static long IdOf(string line)
    {
        using var entry = JsonDocument.Parse(line);
        return entry.RootElement.GetProperty("id").GetInt64();
    }

    private sealed class ArchivedLine
    {
        [Column("id")]
        public long Id { get; set; }

        [Column("changed_at")]
        public DateTime ChangedAt { get; set; }

        [Column("line")]
        public string Line { get; set; } = null!;
    }
}

/// <summary>A month of an organisation's log in a file, as its manifest has it.</summary>
/// <param name="Format">1.</param>
/// <param name="Organisation">The organisation's id.</param>
/// <param name="Month">Its beginning, in UTC.</param>
/// <param name="Entries">How many entries, one a line.</param>
/// <param name="LastEntry">The highest id of one.</param>
/// <param name="Sha256">Of the file, in hexadecimal digits.</param>
/// <param name="LinesSha256">Of its lines, unpacked.</param>
public sealed record ArchivedMonth(int Format, long Organisation, DateTime Month, long Entries, long LastEntry, string Sha256, string LinesSha256);

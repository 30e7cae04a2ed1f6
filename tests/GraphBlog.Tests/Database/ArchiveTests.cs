using System.Diagnostics;
using GraphBlog.Persistence.Upkeep;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>A month lies in a file, whole and read again, before it goes; whatever was broken off is done anew.</summary>
public sealed class ArchiveTests : IAsyncLifetime
{
    private readonly TestDatabase _db = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graphblog-archive-");

    private string Path(long org, string ending) => System.IO.Path.Combine(_folder.FullName, $"{org}", $"202001.{ending}");

    [Fact]
    public async Task A_month_is_archived_organisation_by_organisation_and_then_dropped_and_can_be_read_back()
    {
        await AgeAsync("org_id in (1, 2)");
        var before = await EntriesAsync(1);
        var done = await _db.UpkeepAsync(archive: new(_folder.FullName));
        Assert.Equal(["audit_log_202001"], done.Dropped);
        Assert.Equal(["1: archived 202001", "2: archived 202001"], done.Organisations.Select(one => $"{one.Key}: {one.Value}"));
        Assert.Equal("", await EntriesAsync(1));
        Assert.Equal(2L, await _db.OwnerScalarAsync("select count(*) from app.archives where month = '2020-01-01Z'"));
        Assert.NotNull(await LogArchive.FindAsync(Path(1, "jsonl.gz"), Path(1, "manifest.json"), null, CancellationToken.None));
        Assert.DoesNotContain(_folder.GetFiles("*", SearchOption.AllDirectories), file => file.Name.EndsWith(".partial"));

        // as docs/archives.md has it
        var script = SourceTree.Read("docs/archives.md").Split("```sh\n")[1].Split("```")[0];
        var psql = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        var owner = new Npgsql.NpgsqlConnectionStringBuilder(_db.Owner);
        (psql.Environment["PGHOST"], psql.Environment["PGPORT"], psql.Environment["PGUSER"]) = (owner.Host, $"{owner.Port}", owner.Username);
        (psql.Environment["PGPASSWORD"], psql.Environment["PGDATABASE"], psql.Environment["archive"]) = (owner.Password, owner.Database, Path(1, "jsonl.gz"));
        using var run = Process.Start(psql)!;
        Assert.Equal("", await run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(before, await EntriesAsync(1, "site.archived"));
    }

    [Fact]
    public async Task Where_archives_are_asked_for_nothing_goes_without_one_and_who_has_no_folder_waits()
    {
        await AgeAsync("org_id in (1, 2)");
        await _db.OwnerScalarAsync("select app.require_archives()");
        var without = await _db.UpkeepAsync();
        Assert.Equal((0, 0), (without.Dropped.Count, without.Deleted));
        Assert.NotEqual("", await EntriesAsync(1));
        Assert.Contains("not in an archive: 202001", string.Concat(await UpkeepPlan.ReadAsync(_db.Owner, CancellationToken.None)));

        // one organisation keeps the month: of the other goes what is in its file, and no entry that came after it
        await _db.OwnerScalarAsync("set role gb_owner; select app.set_retention('acme', null, 36500)");
        await using (var connections = Npgsql.NpgsqlDataSource.Create(_db.Owner))
        await using (var blog = Persistence.BlogDatabase.For(connections, Persistence.Tenancy.TenantContext.ForArchive(Globex)))
        {
            var written = await new LogArchive(_folder.FullName).WriteAsync(blog, new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc), () => Task.CompletedTask, CancellationToken.None);
            await _db.OwnerScalarAsync($"insert into app.archives values (2, '2020-01-01Z', {written.Entries}, {written.LastEntry}, '{written.Sha256}')");
            await _db.ForgeAsync("insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (2, '2020-01-20Z', 'late', 1, 1, 'CREATE')");
            Assert.Equal(written.Entries, (await _db.UpkeepAsync()).Deleted);
            Assert.Equal(1L, await _db.OwnerScalarAsync("select count(*) from audit.audit_log where org_id = 2 and changed_at < '2021-01-01Z'"));
        }

        Assert.NotEqual("", await EntriesAsync(1));
    }

    /// <summary>Broken off after each page, and each time nothing is gone; then a file that is not what its manifest says.</summary>
    [Fact]
    public async Task An_archive_that_was_broken_off_is_begun_anew_and_a_wrong_file_is_written_again()
    {
        await AgeAsync("org_id = 1");
        await _db.ForgeAsync("insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) select 1, '2020-01-09Z', 'many', n, 1, 'CREATE' from generate_series(1, 5000) n");
        var before = await EntriesAsync(1);
        await using var connections = Npgsql.NpgsqlDataSource.Create(_db.Owner);
        var month = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var pages = 1; pages <= 3; pages++)
        {
            var left = pages;
            await using var blog = Persistence.BlogDatabase.For(connections, Persistence.Tenancy.TenantContext.ForArchive(Acme));
            await Assert.ThrowsAsync<TimeoutException>(() => new LogArchive(_folder.FullName).WriteAsync(
                blog, month, () => --left == 0 ? throw new TimeoutException() : Task.CompletedTask, CancellationToken.None));
            Assert.False(File.Exists(Path(1, "jsonl.gz")));
            Assert.Null(await LogArchive.FindAsync(Path(1, "jsonl.gz"), Path(1, "manifest.json"), null, CancellationToken.None));
        }

        // killed between the two files, and a file with one byte of another
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(1, "x"))!);
        await File.WriteAllTextAsync(Path(1, "jsonl.gz"), "half");
        await using (var blog = Persistence.BlogDatabase.For(connections, Persistence.Tenancy.TenantContext.ForArchive(Acme)))
        {
            var whole = await new LogArchive(_folder.FullName).WriteAsync(blog, month, () => Task.CompletedTask, CancellationToken.None);
            var bytes = await File.ReadAllBytesAsync(Path(1, "jsonl.gz"));
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(Path(1, "jsonl.gz"), bytes);
            Assert.Null(await LogArchive.FindAsync(Path(1, "jsonl.gz"), Path(1, "manifest.json"), null, CancellationToken.None));
            await using var app = await _db.EnterAsync(Acme, Ada);
            await app.ScalarAsync("select app.lead_upkeep('00000000-0000-0000-0000-000000000001')");
            Assert.Equal("GB022", await app.RefusalAsync(
                $"select audit.note_archive('00000000-0000-0000-0000-000000000001', 1, '2020-01-01Z', {whole.Entries - 1}, {whole.LastEntry}, '{whole.Sha256}')"));
            Assert.Equal("GB022", await app.RefusalAsync(
                $"select audit.note_archive('00000000-0000-0000-0000-000000000001', 1, date_trunc('month', now(), 'UTC'), {whole.Entries}, {whole.LastEntry}, '{whole.Sha256}')"));
        }

        Assert.Equal(before, await EntriesAsync(1));
        Assert.Single((await _db.UpkeepAsync(archive: new(_folder.FullName))).Dropped);
        var there = await LogArchive.FindAsync(Path(1, "jsonl.gz"), Path(1, "manifest.json"), null, CancellationToken.None);
        Assert.Equal(there!.Sha256, await _db.OwnerScalarAsync("select sha256 from app.archives"));
        Assert.Equal(before.Split(' ').Length, there.Entries);
    }

    public async Task InitializeAsync()
    {
        await _db.InitializeAsync();
        await _db.OwnerScalarAsync("set role gb_owner; select audit.add_month('2020-01-01Z')");
    }

    public async Task DisposeAsync()
    {
        await _db.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task AgeAsync(string which)
        => _db.ForgeAsync($"update audit.audit_log set changed_at = timestamptz '2020-01-05Z' + id * interval '1 minute' where {which}");

    private async Task<string> EntriesAsync(long org, string table = "audit.audit_log")
        => (string)(await _db.OwnerScalarAsync(
            $"select coalesce(string_agg(md5(to_jsonb(e)::text), ' ' order by e.id), '') from {table} e where org_id = {org} and changed_at < '2021-01-01Z'"))!;
}

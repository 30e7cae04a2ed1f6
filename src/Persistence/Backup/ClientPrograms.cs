using System.Diagnostics;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence.Standbys;
using Npgsql;

namespace GraphBlog.Persistence.Backup;

/// <summary>pg_dump and pg_restore, run against one database.</summary>
/// <param name="folder">The folder they lie in.</param>
/// <param name="connection">Whose database; the password travels in the environment, where other accounts do not see it.</param>
internal sealed class ClientPrograms(string folder, NpgsqlConnectionStringBuilder connection)
{
    private const int MostSaid = 2000;

    /// <summary>Those of PGBIN, else the newest of this machine.</summary>
    /// <exception cref="BackupException">There are none.</exception>
    public static ClientPrograms Find(string connectionString)
    {
        var search = PostgresSearch.OfThisMachine();
        var folder = search.Chosen ?? search.FoldersWith("pg_dump", "pg_restore").FirstOrDefault()
            ?? throw new BackupException(
                "pg_dump and pg_restore were not found: install PostgreSQL's client programs, or set PGBIN to their folder.");
        return new(folder, new(connectionString));
    }

    /// <summary>Runs one to its end.</summary>
    /// <exception cref="BackupException">It failed; the message has what it said.</exception>
    public async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        await foreach (var _ in LinesAsync(program, arguments, ct))
        {
            // neither program says anything on standard output here
        }
    }

    /// <summary>What one writes to standard output, line by line, as it comes.</summary>
    /// <exception cref="BackupException">It failed; the message has what it said.</exception>
    public async IAsyncEnumerable<string> LinesAsync(
        string program, IEnumerable<string> arguments, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var process = new Process { StartInfo = ChildProcess.StartInfo(PostgresSearch.ProgramIn(folder, program), arguments, null) };
        process.StartInfo.RedirectStandardOutput = process.StartInfo.RedirectStandardError = true;
        foreach (var (name, value) in Environment())
        {
            process.StartInfo.Environment[name] = value;
        }

        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BackupException($"{program} cannot be run from {folder}: {e.Message}. Set PGBIN to the folder of PostgreSQL's programs.");
        }

        process.StandardInput.Close();
        var said = process.StandardError.ReadToEndAsync(ct);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            {
                yield return line;
            }

            await process.WaitForExitAsync(ct);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        if (process.ExitCode != 0)
        {
            var text = (await said).Trim();
            throw new BackupException($"{program} failed: {text[..Math.Min(text.Length, MostSaid)]}");
        }
    }

    // The settings of libpq that the connection string has.
    private IEnumerable<(string Name, string? Value)> Environment() =>
    [
        ("PGHOST", string.Join(',', DatabaseHosts.Of(connection).Select(one => one.Host))),
        ("PGPORT", string.Join(',', DatabaseHosts.Of(connection).Select(one => one.Port))),
        ("PGTARGETSESSIONATTRS", connection.TargetSessionAttributes), ("PGDATABASE", connection.Database),
        ("PGUSER", connection.Username), ("PGPASSWORD", connection.Password), ("PGSSLROOTCERT", connection.RootCertificate),
        ("PGSSLMODE", connection.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode
            => mode.ToString().ToLowerInvariant() }),
    ];
}

/// <summary>A backup could not be made, or not be restored; the message says why and what to do.</summary>
public sealed class BackupException(string message) : Exception(message);

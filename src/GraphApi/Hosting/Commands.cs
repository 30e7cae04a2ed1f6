using System.CommandLine;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Versions;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>What the program can be asked to do; `serve` when nothing is said.</summary>
internal static class Commands
{
    private const double MostHours = 24 * 365;

    public static async Task<int> RunAsync(string[] args)
    {
        var urls = new Option<string?>("--urls")
        {
            Description =
            $"Addresses to serve at, separated by semicolons. Environment variable ASPNETCORE_URLS. Default {BlogServer.DefaultUrl}."
        };
        var environment = new Option<string?>("--environment")
        {
            Description =
            "Development or Production. Environment variable ASPNETCORE_ENVIRONMENT."
        };
        var root = new RootCommand(
            "GraphBlog: a multi-tenant blog content API on PostgreSQL.\n"
            + $"Settings are environment variables: {BlogSettings.Serving} (the database to serve from), {BlogSettings.Owning} (its owner's), GRAPHBLOG_HOME "
            + "(where a private one lives), Auth__Authority or Auth__SigningKey, and those that docs/operations.md lists.") { urls, environment };

        var serve = new Command("serve",
            "Serve the API (the default). With nothing configured it starts a private PostgreSQL with demo data.") { urls, environment };
        var newEpoch = new Option<bool>("--new-epoch")
        {
            Description =
                "Refuse the cursors of before, as `restore` does: for a cluster that was copied file by file and started as it was, a twin of its original.",
        };
        var migrate = new Command("migrate",
            $"Bring the database of {BlogSettings.Owning}, or the private one, up to date and seal what carries a rule, saying what differed. "
            + $"The serving role gets the password of {BlogSettings.Serving}, if that is set.") { newEpoch, environment };
        var seed = new Command("seed", $"Write the demo organisations acme and globex into the database of {BlogSettings.Owning}.") { environment };
        var schema = new Command("schema", "Print the GraphQL schema.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what it would do, organisation by organisation, and change nothing." };
        var maintain = new Command(
            "maintain",
                $"Purge trash and drop months of the audit log that are past what organisations keep, now; a server does it once a day by itself. Needs {BlogSettings.Owning}.") { dryRun, environment };
        var doctor = new Command(
            "doctor",
                $"Prove on the database of {BlogSettings.Owning} that its rules hold, that every history is complete, that every record is what its history says, and that no organisation reaches another.") { environment };
        var file = new Argument<string>("file") { Description = "The file." };
        var backup = new Command("backup",
            "Write everything the database holds into a file, and prove that nothing is missing.") { environment, file };
        var restore = new Command("restore",
            $"Fill the empty database of {BlogSettings.Owning}, or with nothing configured a new private one, from a file that `backup` wrote.") { environment, file };
        var org = new Option<string>("--org") { Description = "The organisation's slug or id.", Required = true };
        var user = new Option<string>("--user") { Description = "The user's handle or id.", Required = true };
        var folder = new Argument<string?>("folder") { Description = "Where the files are.", Arity = ArgumentArity.ZeroOrOne };
        var undo = new Option<string?>("--undo")
        {
            Description =
            "Undo an import in place of one: the request id of its changes, as it told when it ended and the audit log has it."
        };
        var source = new Option<string>("--source")
        {
            Description =
            "A name for where the files are from, when you import more than one blog.",
            DefaultValueFactory = _ => ""
        };
        var withoutFrontMatter = new Option<bool>("--without-front-matter") { Description = "Make posts of files without front matter too." };
        var verbose = new Option<bool>("--verbose") { Description = "Name every file." };
        var import = new Command("import",
            "Make posts of a folder of Markdown files with front matter (Jekyll, Hugo). Files that did not change are left alone.")
        {
            org, user, folder, source, withoutFrontMatter, verbose, undo, environment,
        };
        import.Validators.Add(given =>
        {
            if (given.GetValue(folder) is null == given.GetValue(undo) is null)
            {
                given.AddError("Name a folder to import, or with --undo the request id of an import to undo.");
            }
        });
        var role = new Option<string?>("--role") { Description = "Ask for less than the user may: READER, AUTHOR, EDITOR or ADMIN." };
        role.AcceptOnlyFromAmong("READER", "AUTHOR", "EDITOR", "ADMIN");
        var act = new Option<string?>("--act") { Description = "Who acts for the user, a program's user by handle or id." };
        var kind = new Option<string?>("--kind") { Description = "service: the user is a program's own." };
        kind.AcceptOnlyFromAmong("service");
        var scope = new Option<string?>("--scope") { Description = "write:drafts: it changes nothing that readers see." };
        scope.AcceptOnlyFromAmong("write:drafts");
        var hours = new Option<double>("--hours") { Description = "For how long it is valid.", DefaultValueFactory = _ => 12 };
        hours.Validators.Add(given =>
        {
            if (given.Tokens.Count > 0 && given.GetValueOrDefault<double>() is not (> 0 and <= MostHours))
            {
                given.AddError($"--hours is '{given.Tokens[0].Value}'; it must be more than 0 and at most {MostHours}.");
            }
        });
        var token = new Command("token", "Print a token for a user: send it as `Authorization: Bearer ...`. Signed with Auth__SigningKey.")
        {
            org, user, role, act, kind, scope, hours, environment,
        };

        On(root, Serve.RunAsync);
        On(serve, Serve.RunAsync);
        On(migrate, (builder, parsed) => Migrate.RunAsync(builder, parsed.GetValue(newEpoch)));
        On(seed, Seed.RunAsync);
        On(maintain, (builder, parsed) => Maintain.RunAsync(builder, parsed.GetValue(dryRun)));
        On(doctor, Doctor.RunAsync);
        On(backup, (builder, parsed) => Backup.WriteAsync(builder, parsed.GetValue(file)!));
        On(restore, (builder, parsed) => Backup.RestoreAsync(builder, parsed.GetValue(file)!));
        On(import, (builder, parsed) => parsed.GetValue(undo) is { } request
            ? ImportUndo.RunAsync(builder, parsed.GetValue(org)!, parsed.GetValue(user)!, request) : Import.RunAsync(
            builder, parsed.GetValue(org)!, parsed.GetValue(user)!, parsed.GetValue(folder)!,
            new(parsed.GetValue(source)!, parsed.GetValue(withoutFrontMatter), parsed.GetValue(verbose))));
        On(schema, (_, _) => PrintSchema.Run());
        On(token, (builder, parsed) => Token.RunAsync(
            builder,
            new(parsed.GetValue(org)!, parsed.GetValue(user)!, parsed.GetValue(role), parsed.GetValue(act), parsed.GetValue(kind),
                parsed.GetValue(scope)),
            TimeSpan.FromHours(parsed.GetValue(hours))));
        foreach (var command in (Command[])[serve, migrate, seed, token, schema, maintain, doctor, backup, restore, import])
        {
            root.Subcommands.Add(command);
        }

        // Else it ends the process two seconds after SIGTERM, whatever the host has still to finish: requests, sockets, the private PostgreSQL.
        return await root.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });

        void On(Command command, Func<WebApplicationBuilder, ParseResult, Task<int>> run) => command.SetAction(parsed => Guarded(() => run(
            BlogServer.CreateBuilder([.. Setting("urls", Given(parsed, urls)), .. Setting("environment", Given(parsed, environment))]), parsed)));
    }

    // Of a command that does not have it, it is not asked.
    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetResult(option) is null ? null : parsed.GetValue(option);

    private static string[] Setting(string name, string? value) => value is null ? [] : [$"--{name}={value}"];

    // What a person can mend is said in a sentence; everything else keeps its stack trace.
    private static async Task<int> Guarded(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when ((e is SettingException or EmbeddedPostgresException or MigrationException ? e.Message
            : DatabaseFaults.Find(e)?.Reason) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }
}

using System.CommandLine;
using GraphBlog.Persistence.Embedded;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>What the program can be asked to do; `serve` when nothing is said.</summary>
internal static class Commands
{
    public static async Task<int> RunAsync(string[] args)
    {
        var urls = new Option<string?>("--urls") { Description = $"Addresses to serve at, separated by semicolons. Default {BlogServer.DefaultUrl}.", Recursive = true };
        var environment = new Option<string?>("--environment") { Description = "Development or Production.", Recursive = true };
        var root = new RootCommand("GraphBlog: a multi-tenant blog content API on PostgreSQL.") { urls, environment };

        var serve = new Command("serve", "Serve the API (the default). With nothing configured it starts a private PostgreSQL with demo data.");
        var migrate = new Command("migrate", $"Bring the database of {BlogSettings.Owning} up to date.");
        var seed = new Command("seed", "Write the demo organisations acme and globex into the database.");
        var schema = new Command("schema", "Print the GraphQL schema.");
        var maintain = new Command("maintain", "Make the audit log's months ahead, purge old trash, drop months past retention. For a daily job.");
        var doctor = new Command("doctor", "Prove on the database itself that its rules hold, that every history is complete and that no organisation reaches another.");
        var org = new Option<string>("--org") { Description = "The organisation's slug or id.", Required = true };
        var user = new Option<string>("--user") { Description = "The user's handle or id.", Required = true };
        var folder = new Argument<string>("folder") { Description = "Where the files are." };
        var source = new Option<string>("--source") { Description = "A name for where the files are from, when you import more than one blog.", DefaultValueFactory = _ => "" };
        var withoutFrontMatter = new Option<bool>("--without-front-matter") { Description = "Make posts of files without front matter too." };
        var verbose = new Option<bool>("--verbose") { Description = "Name every file." };
        var import = new Command("import", "Make posts of a folder of Markdown files with front matter (Jekyll, Hugo). Files that did not change are left alone.")
        {
            org, user, folder, source, withoutFrontMatter, verbose,
        };
        var role = new Option<string?>("--role") { Description = "Ask for less than the user may: READER, AUTHOR, EDITOR or ADMIN." };
        var hours = new Option<double>("--hours") { Description = "For how long it is valid.", DefaultValueFactory = _ => 12 };
        var token = new Command("token", "Print a token for a user: send it as `Authorization: Bearer ...`.") { org, user, role, hours };

        On(root, Serve.RunAsync);
        On(serve, Serve.RunAsync);
        On(migrate, Migrate.RunAsync);
        On(seed, Seed.RunAsync);
        On(maintain, Maintain.RunAsync);
        On(doctor, Doctor.RunAsync);
        On(import, (builder, parsed) => Import.RunAsync(
            builder, parsed.GetValue(org)!, parsed.GetValue(user)!, parsed.GetValue(folder)!,
            new(parsed.GetValue(source)!, parsed.GetValue(withoutFrontMatter), parsed.GetValue(verbose))));
        On(schema, (_, _) => PrintSchema.Run());
        On(token, (builder, parsed) => Token.Run(
            builder, parsed.GetValue(org)!, parsed.GetValue(user)!, parsed.GetValue(role), TimeSpan.FromHours(parsed.GetValue(hours))));
        foreach (var command in (Command[])[serve, migrate, seed, token, schema, maintain, doctor, import])
        {
            root.Subcommands.Add(command);
        }

        return await root.Parse(args).InvokeAsync();

        void On(Command command, Func<WebApplicationBuilder, ParseResult, Task<int>> run) => command.SetAction(parsed => Guarded(() => run(
            BlogServer.CreateBuilder([.. Setting("urls", parsed.GetValue(urls)), .. Setting("environment", parsed.GetValue(environment))]), parsed)));
    }

    private static string[] Setting(string name, string? value) => value is null ? [] : [$"--{name}={value}"];

    // What a person can mend is said in a sentence; everything else keeps its stack trace.
    private static async Task<int> Guarded(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (e is SettingException or EmbeddedPostgresException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}

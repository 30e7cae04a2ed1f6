using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// The framework's own settings that operators are told of. It passes over most of what it cannot read, or takes it for something else: a port
/// that is no number is port 80 of every address, a level that is none ends the start with a stack trace.
/// </summary>
internal static class FrameworkSettings
{
    private static readonly string[] s_formatters = ["json", "simple", "systemd"];
    private static readonly string[] s_kestrel = ["Endpoints", "EndpointDefaults", "Certificates"];

    /// <exception cref="SettingException">One cannot be used.</exception>
    public static void Check(IConfiguration configuration)
    {
        CheckPorts(configuration["http_ports"], "ASPNETCORE_HTTP_PORTS");
        CheckPorts(configuration["https_ports"], "ASPNETCORE_HTTPS_PORTS");
        Require(configuration["shutdownTimeoutSeconds"], "ASPNETCORE_SHUTDOWNTIMEOUTSECONDS", "a whole number of at least 1",
            value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0);
        CheckLogging(configuration.GetSection("Logging"));
        CheckKestrel(configuration.GetSection("Kestrel"));
        foreach (var host in Parts(configuration["AllowedHosts"]))
        {
            Require(host, "AllowedHosts", "names of hosts, such as blog.example;*.blog.example, without scheme or port",
                name => !name.Any(char.IsWhiteSpace) && !name.Contains('/') && (name[0] == '[' || !name.Contains(':')));
        }
    }

    private static void CheckPorts(string? ports, string name)
    {
        foreach (var port in Parts(ports))
        {
            Require(port, name, "ports such as 8080, separated by semicolons", value => ushort.TryParse(value, NumberStyles.None, null, out _));
        }
    }

    private static void CheckLogging(IConfigurationSection logging)
    {
        foreach (var level in logging.GetChildren().Append(logging).SelectMany(part => part.GetSection("LogLevel").GetChildren()))
        {
            Require(level.Value, Name(level), string.Join(" or ", Enum.GetNames<LogLevel>()),
                value => Enum.GetNames<LogLevel>().Contains(value, StringComparer.OrdinalIgnoreCase));
        }

        Require(logging["Console:FormatterName"], "Logging__Console__FormatterName", string.Join(" or ", s_formatters),
            value => s_formatters.Contains(value, StringComparer.OrdinalIgnoreCase));
    }

    private static void CheckKestrel(IConfigurationSection kestrel)
    {
        if (kestrel.GetChildren().FirstOrDefault(part => !s_kestrel.Contains(part.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new SettingException($"{Name(unknown)} is no setting. There are Kestrel__{string.Join(", Kestrel__", s_kestrel)}.");
        }

        foreach (var endpoint in kestrel.GetSection("Endpoints").GetChildren().Append(kestrel.GetSection("EndpointDefaults")))
        {
            if (endpoint["Url"] is { Length: > 0 } url)
            {
                ServedAddresses.Checked(url, $"{Name(endpoint)}__Url", "http://10.0.0.1:8080 or https://*:8443");
            }

            Require(endpoint["Protocols"], $"{Name(endpoint)}__Protocols", string.Join(" or ", Enum.GetNames<HttpProtocols>()),
                value => Enum.GetNames<HttpProtocols>().Contains(value, StringComparer.OrdinalIgnoreCase));
        }
    }

    private static string[] Parts(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void Require(string? value, string name, string allowed, Func<string, bool> isFit)
    {
        if (value is { Length: > 0 } && !isFit(value))
        {
            throw new SettingException($"{name} is '{value}'; it must be {allowed}.");
        }
    }

    private static string Name(IConfigurationSection given) => given.Path.Replace(":", "__", StringComparison.Ordinal);
}

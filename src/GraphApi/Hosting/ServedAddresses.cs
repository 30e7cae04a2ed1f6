using Microsoft.AspNetCore.HostFiltering;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>Where the server listens, and by which names it may be called.</summary>
internal static class ServedAddresses
{
    /// <summary>
    /// `--urls`, else the framework's own settings for ports and endpoints, else the default. In Development, where a request without a
    /// token acts as somebody, only the server's own names count unless `AllowedHosts` has others: any page could otherwise have its
    /// own name resolve to this machine, and read and write here (DNS rebinding).
    /// </summary>
    /// <exception cref="SettingException">An address is none.</exception>
    public static void Configure(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var isElsewhere = configuration["http_ports"] is { Length: > 0 } || configuration["https_ports"] is { Length: > 0 }
            || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        var urls = configuration["urls"] ?? (isElsewhere ? null : BlogServer.DefaultUrl);
        var addresses = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => Parse(url, "--urls (or ASPNETCORE_URLS)", $"{BlogServer.DefaultUrl} or http://*:8080")).ToList();
        if (urls is not null)
        {
            builder.WebHost.UseUrls(urls);
        }

        if (builder.Environment.IsDevelopment() && configuration["AllowedHosts"] is not { Length: > 0 })
        {
            string[] own = ["localhost", "*.localhost", "127.0.0.1", "[::1]", Environment.MachineName, .. addresses.Select(address => address.Host)];
            builder.Services.Configure<HostFilteringOptions>(filter => filter.AllowedHosts = [.. own.Except(["*", "+", "0.0.0.0", "[::]"])]);
        }
    }

    /// <summary>An address that a setting names, as it is.</summary>
    /// <exception cref="SettingException">It is none.</exception>
    public static string Checked(string url, string setting, string example)
    {
        _ = Parse(url, setting, example);
        return url;
    }

    private static BindingAddress Parse(string url, string setting, string example)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https" } address ? address : throw new FormatException();
        }
        catch (FormatException)
        {
            throw new SettingException($"{setting} has '{url}'; an address is like {example}.");
        }
    }
}

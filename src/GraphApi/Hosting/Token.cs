namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `token`: prints a JWT, alone on standard output, so that $(...) takes it.</summary>
internal static class Token
{
    public static Task<int> Run(WebApplicationBuilder builder, string org, string user, string? role, TimeSpan lifetime)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        var key = builder.Configuration["Auth:Authority"] is null ? SigningKey.Find(builder.Configuration, settings) : null;
        Console.WriteLine(Authentication.Issue(
            builder.Configuration,
            key ?? throw new SettingException("Tokens come from Auth__Authority here; set Auth__SigningKey to sign our own."),
            org, user, role, lifetime));
        return Task.FromResult(0);
    }
}

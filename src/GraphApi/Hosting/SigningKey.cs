using System.Security.Cryptography;
using System.Text;
using GraphBlog.EmbeddedPostgres;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The key tokens are signed with (HMAC-SHA256) when no identity provider is configured.</summary>
internal static class SigningKey
{
    private const int MinimumBytes = 32;      // RFC 7518, section 3.2: at least as long as the hash

    /// <summary>
    /// `Auth:SigningKey`, which signs, and behind it `Auth:FormerSigningKey`, whose tokens still count while clients get new ones; else,
    /// where the private database is used, a key made once and kept in its home; else none.
    /// </summary>
    /// <exception cref="SettingException">A configured key is too short.</exception>
    public static IReadOnlyList<byte[]> Find(AuthSettings auth, BlogSettings settings)
        => Configured(auth.SigningKey, nameof(auth.SigningKey)) is { } key
            ? Configured(auth.FormerSigningKey, nameof(auth.FormerSigningKey)) is { } former ? [key, former] : [key]
            : settings.ConnectionString is null || settings.IsDevelopment ? [KeptIn(settings.Home)] : [];

    private static byte[]? Configured(string? configured, string name)
    {
        if (configured is not { Length: > 0 })
        {
            return null;
        }

        var key = Encoding.UTF8.GetBytes(configured);
        return key.Length >= MinimumBytes ? key : throw new SettingException($"Auth__{name} has {key.Length} bytes; {MinimumBytes} are the least.");
    }

    private static byte[] KeptIn(string home)
    {
        var path = Path.Combine(home, HomeFolder.SigningKey);
        if (!File.Exists(path))
        {
            HomeFolder.Make(home);
            var fresh = $"{path}.{Guid.NewGuid():N}";
            File.WriteAllText(fresh, "");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.WriteAllText(fresh, Convert.ToHexString(RandomNumberGenerator.GetBytes(MinimumBytes)));
            try
            {
                File.Move(fresh, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(fresh);      // another command was faster; its key counts
            }
        }

        return File.ReadAllBytes(path);
    }
}

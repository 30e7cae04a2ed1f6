using System.Security.Cryptography;
using System.Text;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The key tokens are signed with (HMAC-SHA256) when no identity provider is configured.</summary>
internal static class SigningKey
{
    private const int MinimumBytes = 32;      // RFC 7518, section 3.2: at least as long as the hash

    /// <summary>`Auth:SigningKey`; else, where the private database is used, a key made once and kept in its home; else null.</summary>
    /// <exception cref="SettingException">The configured key is too short.</exception>
    public static byte[]? Find(IConfiguration configuration, BlogSettings settings)
    {
        if (configuration["Auth:SigningKey"] is { Length: > 0 } configured)
        {
            var key = Encoding.UTF8.GetBytes(configured);
            return key.Length >= MinimumBytes ? key
                : throw new SettingException($"Auth__SigningKey has {key.Length} bytes; {MinimumBytes} are the least.");
        }

        return settings.ConnectionString is null || settings.IsDevelopment ? KeptIn(settings.Home) : null;
    }

    private static byte[] KeptIn(string home)
    {
        var path = Path.Combine(home, "signing-key");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(home);
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

using System.Buffers;
using System.Text;

namespace GraphBlog.GraphApi.Posts.Markdown;

internal static class Addresses
{
    private static readonly SearchValues<byte> s_kept = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'()*+,-./:;=?@_~"u8);

    /// <summary>The address with what may not be in one as %XX; what is already encoded stays.</summary>
    public static string Encode(string address)
    {
        var bytes = Encoding.UTF8.GetBytes(address);
        if (!bytes.AsSpan().ContainsAnyExcept(s_kept))
        {
            return address;
        }

        var encoded = new StringBuilder(bytes.Length + 16);
        foreach (var value in bytes)
        {
            if (s_kept.Contains(value))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
            }
        }

        return encoded.ToString();
    }
}

using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using GraphBlog.Engine.Http;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// The sections of the configuration that are ours, each with the class whose properties are its settings. All are read here: a value
/// that cannot be used, or a key that stands for nothing, is named as a person sets it, with what is allowed.
/// </summary>
internal static class SettingSections
{
    private static readonly Dictionary<string, Type> s_sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["GraphQL"] = typeof(GraphQLServerOptions),
        ["Auth"] = typeof(AuthSettings),
        ["Retention"] = typeof(RetentionSettings),
        ["Maintenance"] = typeof(MaintenanceSettings),
        ["Cors"] = typeof(CorsSettings),
        ["Database"] = typeof(DatabaseSettings),
        ["Http"] = typeof(HttpSettings),
        ["Telemetry"] = typeof(TelemetrySettings),
        ["RequestLog"] = typeof(RequestLogSettings),
        ["ConnectionStrings"] = typeof(ConnectionSettings),
    };

    /// <summary>All settings, as environment variables have them; those that are lists without their index.</summary>
    public static IEnumerable<string> Names
        => s_sections.SelectMany(section => NamesOf(section.Key, section.Value));

    /// <summary>The settings of a section.</summary>
    /// <param name="configuration">Where they are.</param>
    /// <param name="defaults">Holds what is not set.</param>
    /// <exception cref="SettingException">One cannot be used.</exception>
    public static T Read<T>(IConfiguration configuration, T? defaults = null) where T : class, new()
    {
        var (name, type) = s_sections.Single(section => section.Value == typeof(T));
        var settings = defaults ?? new T();
        Check(configuration.GetSection(name), type, settings);
        configuration.GetSection(name).Bind(settings);
        return settings;
    }

    /// <summary>Reads all of them once, so that a mistake in any ends the start.</summary>
    /// <exception cref="SettingException">A value cannot be used, or a key stands for nothing.</exception>
    public static void CheckAll(IConfiguration configuration)
    {
        foreach (var (name, type) in s_sections)
        {
            Check(configuration.GetSection(name), type, Activator.CreateInstance(type)!);
        }
    }

    private static IEnumerable<string> NamesOf(string prefix, Type type) => type.GetProperties().Where(one => one.SetMethod is not null)
        .SelectMany(one => IsSection(one.PropertyType) ? NamesOf($"{prefix}__{one.Name}", one.PropertyType) : [$"{prefix}__{one.Name}"]);

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string)
        && !type.IsAssignableTo(typeof(System.Collections.IEnumerable));

    private static void Check(IConfigurationSection section, Type type, object defaults)
    {
        foreach (var given in section.GetChildren())
        {
            var known = type.GetProperties().Where(property => property.SetMethod is not null).ToList();
            var property = known.Find(one => one.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(given, known);
            var part = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (IsSection(part))
            {
                Check(given, part, property.GetValue(defaults) ?? Activator.CreateInstance(part)!);
            }
            else if (part == typeof(string) && property.GetValue(defaults) is string { Length: > 0 } && string.IsNullOrWhiteSpace(given.Value))
            {
                throw new SettingException($"{Name(given)} is empty. Leave it out for '{property.GetValue(defaults)}'.");
            }
            else if (part.IsValueType)      // another text may be any, and a list is of texts
            {
                CheckValue(given, property, part);
            }
        }
    }

    private static void CheckValue(IConfigurationSection given, PropertyInfo property, Type type)
    {
        var value = Value(given.Value ?? "", type);
        var range = property.GetCustomAttribute<RangeAttribute>();
        if (value is null || range?.IsValid(value) == false)
        {
            throw new SettingException($"{Name(given)} is '{given.Value}'; it must be {Allowed(type, range)}.");
        }
    }

    private static object? Value(string text, Type type) =>
        type == typeof(int) ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null
        : type == typeof(bool) ? bool.TryParse(text, out var truth) ? truth : null
        : type == typeof(TimeSpan) ? TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null
        : type.IsEnum && Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse(type, text, ignoreCase: true) : null;

    private static string Allowed(Type type, RangeAttribute? range)
    {
        var kind = type == typeof(int) ? "a whole number" : type == typeof(bool) ? "true or false"
            : type == typeof(TimeSpan) ? "a time like 00:00:10 (hours, minutes, seconds)" : string.Join(" or ", Enum.GetNames(type));
        return range is null ? kind : range.Maximum is int.MaxValue ? $"{kind} of at least {range.Minimum}"
            : $"{kind} from {range.Minimum} to {range.Maximum}";
    }

    private static SettingException Unknown(IConfigurationSection given, List<PropertyInfo> known)
    {
        var nearest = known.Select(property => property.Name).MinBy(name => Distance(name.ToUpperInvariant(), given.Key.ToUpperInvariant()))!;
        var prefix = Name(given)[..^given.Key.Length];
        return new($"{Name(given)} is no setting. "
            + (Distance(nearest.ToUpperInvariant(), given.Key.ToUpperInvariant()) <= Math.Max(2, nearest.Length / 3)
                ? $"Did you mean {prefix}{nearest}?"
                : $"There are {string.Join(", ", known.Select(property => prefix + property.Name))}."));
    }

    /// <summary>As an environment variable has it.</summary>
    private static string Name(IConfigurationSection given) => given.Path.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>How many letters have to be put in, taken out or exchanged (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = left = Math.Min(Math.Min(above, left) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}

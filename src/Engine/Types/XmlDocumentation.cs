using System.Collections.Concurrent;
using System.Reflection;
using System.Xml.Linq;

namespace GraphBlog.Engine.Types;

/// <summary>
/// Descriptions from the XML documentation files beside the assemblies (C# language specification, annex D). A member without a
/// text of its own takes that of the interface or base class it comes from.
/// </summary>
internal static class XmlDocumentation
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> s_files = new();

    public static string? Of(Type type) => Summary(Find(type.Assembly, "T:" + Id(type)));

    public static string? Of(PropertyInfo property)
        => Summary(Find(property, "P:")) ?? Parameter(TypeEntry(property), property.Name)
            ?? Inherited(property.DeclaringType!).Select(type => type.GetProperty(property.Name)).OfType<PropertyInfo>()
                .Select(Of).FirstOrDefault(text => text is not null);

    public static string? Of(FieldInfo value) => Summary(Find(value, "F:"));

    public static string? Of(MethodInfo method) => Summary(Find(method));

    /// <summary>The description of what a method answers.</summary>
    public static string? OfResult(MethodInfo method) => XmlDocumentationText.Of(Find(method)?.Element("returns"));

    public static string? Of(ParameterInfo parameter) => parameter.Member switch
    {
        MethodInfo method => Parameter(Find(method), parameter.Name!),
        { DeclaringType: { } type } => Parameter(Find(type.Assembly, "T:" + Id(type)), parameter.Name!),
        _ => null,
    };

    private static XElement? TypeEntry(MemberInfo member) => Find(member.DeclaringType!.Assembly, "T:" + Id(member.DeclaringType));

    private static XElement? Find(MemberInfo member, string prefix)
        => Find(member.DeclaringType!.Assembly, $"{prefix}{Id(member.DeclaringType)}.{member.Name}");

    /// <summary>Overloads are told apart by the number of their parameters alone: no two are fields of one name.</summary>
    private static XElement? Find(MethodInfo method)
    {
        var id = $"M:{Id(method.DeclaringType!)}.{method.Name}";
        var count = method.GetParameters().Length;
        if (count == 0)
        {
            return Find(method.DeclaringType!.Assembly, id);
        }

        return Entries(method.DeclaringType!.Assembly).Where(entry => entry.Key.StartsWith(id + '(', StringComparison.Ordinal))
            .Select(entry => entry.Value).OrderByDescending(entry => entry.Elements("param").Count() == count).FirstOrDefault();
    }

    private static XElement? Find(Assembly assembly, string id) => Entries(assembly).GetValueOrDefault(id);

    private static Dictionary<string, XElement> Entries(Assembly assembly) => s_files.GetOrAdd(assembly, static assembly =>
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        return File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value)
            : [];
    });

    private static IEnumerable<Type> Inherited(Type type)
        => type.BaseType is { } parent ? type.GetInterfaces().Prepend(parent) : type.GetInterfaces();

    private static string Id(Type type)
        => (type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Summary(XElement? entry) => XmlDocumentationText.Of(entry?.Element("summary"));

    private static string? Parameter(XElement? entry, string name)
        => XmlDocumentationText.Of(entry?.Elements("param").FirstOrDefault(param => param.Attribute("name")?.Value == name));
}

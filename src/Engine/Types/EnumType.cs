using System.Reflection;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>The enum type of a C# enum; looked up by value in a dictionary, not by comparing.</summary>
internal sealed class EnumType<TEnum> : EnumerationGraphType where TEnum : struct, Enum
{
    public EnumType()
    {
        Name = Naming.TypeName(typeof(TEnum));
        Description = XmlDocumentation.Of(typeof(TEnum));
        foreach (var value in typeof(TEnum).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            Add(new EnumValueDefinition(Naming.EnumValueName(value), value.GetValue(null))
            {
                Description = XmlDocumentation.Of(value),
                DeprecationReason = value.GetCustomAttribute<GraphQLDeprecatedAttribute>()?.Reason,
            });
        }
    }

    protected override EnumValuesBase CreateValues() => new EnumValues<TEnum>();
}

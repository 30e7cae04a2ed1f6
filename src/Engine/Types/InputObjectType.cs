using System.Linq.Expressions;
using System.Reflection;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Resolvers;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>
/// The input object type of a C# class or record: the parameters of its constructor, then its other settable properties. A field
/// that a client leaves out takes the parameter's default, or leaves the property as the class set it.
/// </summary>
internal sealed class InputObjectType : InputObjectGraphType
{
    private readonly Type _type;
    private Func<IDictionary<string, object?>, object>? _create;

    public InputObjectType(Type type)
    {
        _type = type;
        Name = Naming.InputTypeName(type);
        Description = XmlDocumentation.Of(type);
        IsOneOf = type.IsDefined(typeof(OneOfAttribute), false);
    }

    public override object ParseDictionary(IDictionary<string, object?> value) => _create!(value);

    /// <summary>Adds the fields and compiles the constructor's call.</summary>
    public void Fill(TypeRegistry types)
    {
        var fields = Expression.Parameter(typeof(IDictionary<string, object?>), "fields");
        var constructor = Annotations.PrimaryConstructor(_type)
            ?? throw new SchemaException($"{_type} needs a public constructor to be an input.");
        var parameters = constructor.GetParameters();
        var arguments = parameters.Select(parameter => FieldBuilder.Named(_type, () => Argument(types, parameter, fields)));
        var instance = Expression.Variable(_type, "instance");
        var body = new List<Expression> { Expression.Assign(instance, Expression.New(constructor, arguments)) };
        var properties = _type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.MetadataToken)
            .Where(property => property.SetMethod is { IsPublic: true })
            .Where(property => !Array.Exists(parameters, parameter => IsFor(parameter, property)));
        body.AddRange(properties.Select(property => FieldBuilder.Named(property, () => Assignment(types, property, instance, fields))));
        if (IsOneOf && Fields.FirstOrDefault(field => field.ResolvedType is NonNullGraphType || field.DefaultValue is not null) is { } always)
        {
            throw new SchemaException($"{_type}.{always.Name}: of [OneOf] each field can be left out, so it is nullable and has no default.");
        }

        body.Add(Expression.Convert(instance, typeof(object)));
        _create = Expression.Lambda<Func<IDictionary<string, object?>, object>>(Expression.Block([instance], body), fields).CompileWhenCalled();
    }

    private Expression Argument(TypeRegistry types, ParameterInfo parameter, Expression fields)
    {
        var property = Array.Find(_type.GetProperties(), property => IsFor(parameter, property));
        var name = parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name
            ?? (property is null ? Naming.ArgumentName(parameter) : Naming.FieldName(property));
        var id = parameter.GetCustomAttribute<IDAttribute>() ?? property?.GetCustomAttribute<IDAttribute>();
        var value = InputValue.Of(types, name, parameter, id?.Types ?? []);
        Add(value, property is null ? XmlDocumentation.Of(parameter) : XmlDocumentation.Of(property),
            parameter.GetCustomAttribute<GraphQLDeprecatedAttribute>() ?? property?.GetCustomAttribute<GraphQLDeprecatedAttribute>());
        return Read(value, parameter.ParameterType, fields);
    }

    private Expression Assignment(TypeRegistry types, PropertyInfo property, Expression instance, Expression fields)
    {
        var value = InputValue.Of(types, Naming.FieldName(property), property);
        Add(value, XmlDocumentation.Of(property), property.GetCustomAttribute<GraphQLDeprecatedAttribute>());
        var isGiven = Expression.Call(fields, nameof(IDictionary<,>.ContainsKey), null, Expression.Constant(value.Name));
        return Expression.IfThen(isGiven,
            Expression.Assign(Expression.Property(instance, property), Read(value, property.PropertyType, fields)));
    }

    private void Add(InputValue value, string? description, GraphQLDeprecatedAttribute? deprecated) => AddField(new FieldType
    {
        Name = value.Name,
        Description = description,
        ResolvedType = value.Type,
        DefaultValue = value.DefaultValue,
        DeprecationReason = deprecated?.Reason,
        Parser = value.Parser,
    });

    private static Expression Read(InputValue value, Type type, Expression fields)
        => Expression.Call(typeof(InputObjectType), nameof(Read), [type], fields, Expression.Constant(value.Name),
            Expression.Constant(value.Convert));

    private static T? Read<T>(IDictionary<string, object?> fields, string name, Func<object?, object?> convert)
        => fields.TryGetValue(name, out var value) ? (T?)convert(value) : default;

    private static bool IsFor(ParameterInfo parameter, PropertyInfo property)
        => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase);
}

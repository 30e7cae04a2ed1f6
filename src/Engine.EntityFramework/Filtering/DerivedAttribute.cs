namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>
/// The filter's property is no condition on a property of the entity; <see cref="FilterInput{T, TSelf}.Further"/> makes one of it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DerivedAttribute : Attribute;

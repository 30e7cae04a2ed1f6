namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>
/// The texts that the filter's property compares are ASCII, as addresses and names of kinds are: they have one form, so they are compared
/// as they are stored, which an index can serve. All others are compared as they are read, however their letters are composed.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AsStoredAttribute : Attribute;

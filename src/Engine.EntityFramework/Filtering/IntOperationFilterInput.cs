namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on a number, all of which must hold.</summary>
public sealed class IntOperationFilterInput : ComparableOperationFilterInput<int>;

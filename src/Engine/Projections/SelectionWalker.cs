using GraphBlog.Engine.Types;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Projections;

/// <summary>
/// Finds the columns of an entity that a field's selection needs: it goes down, through fragments, to the entity's type and collects
/// what its fields require. Fields under <c>@skip</c> and <c>@include</c> count as asked for, which reads too much but never too little.
/// </summary>
internal sealed class SelectionWalker(ISchema schema, GraphQLDocument document, Type entity)
{
    private readonly HashSet<(GraphQLSelectionSet Selection, object Target)> _visited = [];

    public static ColumnSet Columns(IResolveFieldContext context, Type entity)
    {
        var columns = new ColumnSet();
        AddColumns(context, entity, context.FieldAst, context.FieldDefinition, columns);
        return columns;
    }

    /// <summary>Adds the columns that the selection of a field below the one being resolved needs.</summary>
    public static void AddColumns(IResolveFieldContext context, Type entity, GraphQLField field, FieldType definition, ColumnSet columns)
    {
        var walker = new SelectionWalker(context.Schema, context.Document, entity);
        walker.Find(field.SelectionSet, definition.ResolvedType!.GetNamedType(), (selection, type) => walker.Collect(selection, type, columns));
    }

    /// <summary>The fields selected on a C# type's object type, wherever below the field being resolved.</summary>
    public static IReadOnlyList<(GraphQLField Field, FieldType Definition)> Fields(IResolveFieldContext context, Type runtimeType)
    {
        var fields = new List<(GraphQLField, FieldType)>();
        var walker = new SelectionWalker(context.Schema, context.Document, runtimeType);
        walker.Find(
            context.FieldAst.SelectionSet,
            context.FieldDefinition.ResolvedType!.GetNamedType(),
            (selection, type) => walker.Each(selection, type, fields, (field, definition) => fields.Add((field, definition))));
        return fields;
    }

    /// <summary>Goes down to the entity's type.</summary>
    private void Find(GraphQLSelectionSet? selection, IGraphType? type, Action<GraphQLSelectionSet, IObjectGraphType> collect)
    {
        if (selection is null || type is null || !_visited.Add((selection, type)))
        {
            return;
        }

        if (EntityType(type) is { } found)
        {
            collect(selection, found);
            return;
        }
        foreach (var node in selection.Selections)
        {
            if (node is GraphQLField field)
            {
                Find(field.SelectionSet, (type as IComplexGraphType)?.GetField(field.Name.Value)?.ResolvedType?.GetNamedType(), collect);
            }
            else if (Fragment(node) is { } fragment)
            {
                Find(fragment.Selection, fragment.Condition is null ? type : schema.AllTypes[fragment.Condition.Value], collect);
            }
        }
    }

    /// <summary>Collects what the fields of an entity's type require.</summary>
    private void Collect(GraphQLSelectionSet? selection, IObjectGraphType type, ColumnSet columns)
        => Each(selection, type, columns, (field, definition) => Collect(field, definition, columns));

    /// <summary>Goes through the fields that are selected on a type, through fragments, once for each target.</summary>
    private void Each(GraphQLSelectionSet? selection, IObjectGraphType type, object target, Action<GraphQLField, FieldType> take)
    {
        if (selection is null || !_visited.Add((selection, target)))
        {
            return;
        }

        foreach (var node in selection.Selections)
        {
            if (node is GraphQLField { Name.Value: var name } field && type.GetField(name) is { } definition)
            {
                take(field, definition);
            }
            else if (Fragment(node) is { } fragment && Applies(fragment.Condition, type))
            {
                Each(fragment.Selection, type, target, take);
            }
        }
    }

    private void Collect(GraphQLField field, FieldType definition, ColumnSet columns)
    {
        if (definition.Property() is { } property && EntityMembers.IsNavigation(property)
            && definition.ResolvedType!.GetNamedType() is IObjectGraphType target)
        {
            if (columns.Nested(property.Name) is { } nested)
            {
                Collect(field.SelectionSet, target, nested);
            }

            return;
        }
        foreach (var member in definition.Requires())
        {
            columns.Add(member);
        }
    }

    private IObjectGraphType? EntityType(IGraphType type) => type switch
    {
        IObjectGraphType candidate => candidate.RuntimeType() == entity ? candidate : null,
        IAbstractGraphType candidate => candidate.PossibleTypes.FirstOrDefault(possible => possible.RuntimeType() == entity),
        _ => null,
    };

    private bool Applies(ROM? condition, IObjectGraphType type) => condition is null || schema.AllTypes[condition.Value] switch
    {
        IAbstractGraphType candidate => candidate.IsPossibleType(type),
        var candidate => candidate == type,
    };

    private (GraphQLSelectionSet? Selection, ROM? Condition)? Fragment(ASTNode node) => node switch
    {
        GraphQLInlineFragment inline => (inline.SelectionSet, inline.TypeCondition?.Type.Name.Value),
        GraphQLFragmentSpread spread when document.FindFragmentDefinition(spread.FragmentName.Name.Value) is { } definition
            => (definition.SelectionSet, definition.TypeCondition.Type.Name.Value),
        _ => null,
    };
}

using System.Reflection;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Types;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace GraphBlog.Engine.Mutations;

/// <summary>
/// Makes a mutation of a method: <c>doThing(input: DoThingInput!): DoThingPayload!</c>, where the payload holds the result and, when
/// the method declares errors, <c>errors: [DoThingError!]</c>, a union of them in the order of the attributes.
/// </summary>
internal sealed class MutationConvention(TypeRegistry types)
{
    public FieldType Build(MethodInfo method) => FieldBuilder.Named(method, () =>
    {
        var call = types.Fields.Bind(method);
        if (call.Arguments is not [{ Name: "input", ResolvedType: NonNullGraphType { ResolvedType: InputObjectType } }])
        {
            throw new SchemaException("a mutation takes one argument, `input`, of a class of its own; everything else is a service.");
        }

        call.Arguments[0].Description ??= $"The input of `{Naming.FieldName(method)}`.";
        RequireSelection(method);
        var mutation = FieldBuilder.Mutation(method, call);
        var signature = new MutationSignature(method, mutation.InputType, TypeShape.OfResult(method).NamedType);
        var steps = types.Source.Services.GetServices<MutationStepOf>().Select(of => of(signature)).OfType<MutationStep>().ToList();
        var errors = method.GetCustomAttributes<ErrorAttribute>().Select(error => error.Type)
            .Concat(steps.SelectMany(step => step.Errors)).Distinct().ToList();
        var isOfItems = method.GetCustomAttribute<UseMutationConventionAttribute>()?.HasErrorsOfItems == true;
        var field = FieldBuilder.Describe(method, call, new NonNullGraphType(Payload(method, errors, isOfItems)));
        foreach (var sentence in steps.Select(step => step.Sentence).OfType<string>())
        {
            field.Description = field.Description is null ? sentence : $"{field.Description} {sentence}";
        }

        var run = Through(steps, mutation.Run);
        field.Resolver = new MethodResolver(context => Answer(mutation, run, exception => isOfItems ? DeclaredOfItems(exception, errors)
            : Declared(exception, errors), context));
        return field;
    });

    /// <summary>The method with the steps around it, the first one outermost.</summary>
    private static Func<IResolveFieldContext, object, ValueTask<object?>> Through(
        IEnumerable<MutationStep> steps, Func<IResolveFieldContext, object, ValueTask<object?>> method)
        => steps.Reverse().Aggregate(method, (next, step) => (context, input) => step.RunAsync(context, input, () => next(context, input)));

    /// <summary>
    /// An entity as a write left it has none of the entities that it leads to. Asked for, they would be null where null is not allowed,
    /// and a change that is committed already would look as if it had failed.
    /// </summary>
    private void RequireSelection(MethodInfo method)
    {
        var answer = TypeShape.OfResult(method).NamedType;
        if (EntityMembers.IsSelectable(answer)
            && ObjectFields.ReadProperties(types, answer).FirstOrDefault(EntityMembers.LeadsOn) is { } property
            && !Array.Exists(method.GetParameters(), parameter => parameter.ParameterType == typeof(QueryContext<>).MakeGenericType(answer)))
        {
            throw new SchemaException(
                $"it answers a {answer.Name}, which leads to its {property.Name}: take a QueryContext<{answer.Name}>, and answer what that selects of what was written.");
        }
    }

    private ObjectGraphType Payload(MethodInfo method, List<Type> errors, bool isOfItems)
    {
        var name = Naming.FieldName(method);
        var payload = new ObjectGraphType { Name = Naming.Pascal(name) + "Payload", Description = $"The result of `{name}`." };
        foreach (var field in Results(method, errors.Count > 0))
        {
            payload.AddField(field);
        }

        if (errors.Count == 0)
        {
            return payload;
        }

        payload.AddField(new FieldType
        {
            Name = "errors",
            Description = "Why the mutation failed and changed nothing; null when it succeeded.",
            ResolvedType = new ListGraphType(new NonNullGraphType(isOfItems ? ErrorOfItem(name, errors) : AnyOf(name, errors))),
            Resolver = new PropertyResolver(source => ((MutationPayload)source).Errors),
        });
        return payload;
    }

    /// <summary>The result as one field, or its properties as a field each.</summary>
    private IEnumerable<FieldType> Results(MethodInfo method, bool isNullable)
    {
        if (method.GetCustomAttribute<UseMutationConventionAttribute>()?.IsPayload != true)
        {
            return
            [
                new()
                {
                    Name = ResultName(method),
                    Description = XmlDocumentation.OfResult(method),
                    ResolvedType = types.Fields.Type(method, null, isNullable),
                    Resolver = new PropertyResolver(source => ((MutationPayload)source).Value),
                },
            ];
        }

        var result = TypeShape.OfResult(method).Type;
        return ObjectFields.ReadProperties(types, result).Select(property =>
        {
            // its source is not the result, but the payload that has it
            var field = types.Fields.FromProperty(property, result);
            var getter = ((PropertyResolver)field.Resolver!).Getter;
            return new FieldType
            {
                Name = field.Name,
                Description = field.Description,
                ResolvedType = isNullable && field.ResolvedType is NonNullGraphType { ResolvedType: { } nullable } ? nullable : field.ResolvedType,
                Resolver = new PropertyResolver(source => ((MutationPayload)source).Value is { } value ? getter(value) : null),
            };
        });
    }

    private UnionGraphType AnyOf(string mutation, List<Type> errors)
    {
        var union = new UnionGraphType
        {
            Name = Naming.Pascal(mutation) + "Error",
            Description = $"The errors that `{mutation}` may answer.",
            ResolveType = types.ObjectTypeOf,
        };
        errors.ForEach(error => union.AddPossibleType(types.ObjectType(error)));
        return union;
    }

    private ObjectGraphType ErrorOfItem(string mutation, List<Type> errors)
    {
        var named = errors.ConvertAll(error => types.ObjectType(error).Name);
        var error = new ObjectGraphType { Name = Naming.Pascal(mutation) + "Error", Description = $"Why an item of `{mutation}` cannot be done." };
        error.AddField(new FieldType
        {
            Name = "index",
            Description = $"Which of the items, from 0 on; {ItemException.OfAll} for an error that is of none.",
            ResolvedType = types.Output(new(typeof(int), false)),
            Resolver = new PropertyResolver(source => ((ItemException)source).Index),
        });
        error.AddField(new FieldType
        {
            Name = "error",
            Description = $"What is wrong: {string.Join(", ", named.SkipLast(1))} or {named[^1]}.",
            ResolvedType = types.Output(new(typeof(ErrorType), false)),
            Resolver = new PropertyResolver(source => ((ItemException)source).InnerException),
        });
        return error;
    }

    private static string ResultName(MethodInfo method)
    {
        if (method.GetCustomAttribute<UseMutationConventionAttribute>()?.PayloadFieldName is { } given)
        {
            return given;
        }

        var shape = TypeShape.OfResult(method);
        return shape.Element is null && shape.Type is { IsClass: true, Namespace: not "System" }
            ? Naming.Camel(Naming.TypeName(shape.Type))
            : throw new SchemaException("name the result with [UseMutationConvention(PayloadFieldName = …)].");
    }

    private static async ValueTask<object?> Answer(
        MutationMethod method, Func<IResolveFieldContext, object, ValueTask<object?>> run, Func<Exception, IReadOnlyList<Exception>?> errorsOf,
        IResolveFieldContext context)
    {
        try
        {
            var result = await run(context, method.Input(context));
            if (result is IDataLoaderResult pending)
            {
                result = await pending.GetResultAsync(context.CancellationToken);
            }

            return new MutationPayload(result is not null && method.Encode is { } encode ? encode(result) : result, null);
        }
        catch (Exception e) when (errorsOf(e) is { } declared)
        {
            foreach (var error in Telemetry.Refusals.Enabled ? declared : [])
            {
                Telemetry.Refusals.Add(1, new KeyValuePair<string, object?>(
                    Telemetry.ErrorType, Naming.TypeName((error is ItemException item ? item.InnerException! : error).GetType())));
            }

            return new MutationPayload(null, declared);
        }
    }

    /// <summary>The errors that an exception stands for, null unless the mutation declares all of them.</summary>
    private static IReadOnlyList<Exception>? Declared(Exception exception, List<Type> errors)
    {
        IReadOnlyList<Exception> thrown = exception is AggregateException several ? several.Flatten().InnerExceptions : [exception];
        return thrown.Count > 0 && thrown.All(one => errors.Exists(error => error.IsInstanceOfType(one))) ? thrown : null;
    }

    /// <summary>The same of items, in their order; what is thrown of no item is an error of all.</summary>
    private static IReadOnlyList<Exception>? DeclaredOfItems(Exception exception, List<Type> errors)
    {
        IReadOnlyList<Exception> thrown = exception is AggregateException several ? several.InnerExceptions : [exception];
        var found = new List<ItemException>();
        foreach (var one in thrown)
        {
            var (index, error) = one is ItemException item ? (item.Index, item.InnerException!) : (ItemException.OfAll, one);
            if (Declared(error, errors) is not { } declared)
            {
                return null;
            }

            found.AddRange(declared.Select(of => new ItemException(index, of)));
        }
        return found.Count > 0 ? [.. found.OrderBy(item => item.Index)] : null;
    }
}

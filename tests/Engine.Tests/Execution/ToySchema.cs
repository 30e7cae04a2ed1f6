using System.Linq.Expressions;
using System.Reflection;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Scalars;
using GraphBlog.Engine.Types;
using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>A schema with every kind of field: read or resolved, at once or later, right or failing, in each nullability.</summary>
internal sealed class ToySchema : Schema
{
    private static readonly StringGraphType s_text = new();
    private static readonly IntGraphType s_int = new();
    private static readonly BooleanGraphType s_boolean = new();
    private readonly LongGraphType _long = new();
    private readonly IdGraphType _id = new();
    private readonly FloatGraphType _float = new();
    private readonly BigIntGraphType _big = new();
    private readonly EnumType<Colour> _colour = new();
    private readonly DateTimeType _moment = new();
    private readonly JsonType _json = new();
    private readonly InterfaceGraphType _animal = new() { Name = "Animal" };
    private readonly UnionGraphType _pet = new() { Name = "Pet" };
    private readonly Dictionary<string, ObjectGraphType> _kinds = [];

    public ToySchema()
    {
        foreach (var kind in new[] { "Cat", "Dog", "Rock" })
        {
            _kinds[kind] = new ObjectGraphType { Name = kind };
        }

        _kinds["Dog"].IsTypeOf = value => ((Toy)value).Seed % 13 != 0;
        _kinds["Rock"].IsTypeOf = _ => true;
        _animal.ResolveType = _pet.ResolveType = value => _kinds.GetValueOrDefault(((Toy)value).Kind);
        AddFields(_animal);
        foreach (var type in _kinds.Values)
        {
            AddFields(type);
        }

        foreach (var kind in new[] { "Cat", "Dog" })
        {
            _kinds[kind].AddResolvedInterface(_animal);
            _animal.AddPossibleType(_kinds[kind]);
        }

        Array.ForEach(["Cat", "Dog", "Rock"], kind => _pet.AddPossibleType(_kinds[kind]));
        Query = Root("Query");
        Mutation = Root("Mutation");
        Array.ForEach<IGraphType>([s_text, s_boolean, .. _kinds.Values], RegisterType);
    }

    private ObjectGraphType Root(string name)
    {
        var root = new ObjectGraphType { Name = name };
        AddObjects(root, _ => new Toy(17));
        AddArguments(root, _ => new Toy(17));
        Add(root, "rootHard", new NonNullGraphType(s_text), _ => new Toy(0).Throwing);
        return root;
    }

    private void AddFields(IComplexGraphType type)
    {
        Read(type, toy => toy.Text, new NonNullGraphType(s_text));
        Read(type, toy => toy.MaybeText, s_text);
        Read(type, toy => toy.WrongNull, new NonNullGraphType(s_text));
        Read(type, toy => toy.Number, s_int);
        Read(type, toy => toy.MaybeNumber, s_int);
        Read(type, toy => toy.Throwing, s_int);
        Read(type, toy => toy.Throwing, new NonNullGraphType(s_int), "throwingHard");
        Read(type, toy => toy.Long, new NonNullGraphType(_long));
        Read(type, toy => toy.Number, _id, "id");
        Read(type, toy => toy.Flag, s_boolean);
        Read(type, toy => toy.Ratio, _float);
        Read(type, toy => toy.Moment, new NonNullGraphType(_moment));
        Read(type, toy => toy.Colour, _colour);
        Read(type, toy => toy.Colour, new NonNullGraphType(_colour), "colourHard");
        Read(type, toy => toy.Json, _json);
        Read(type, toy => toy.Big, _big);
        Read(type, toy => toy.Tags, new NonNullGraphType(List(new NonNullGraphType(s_text))));
        Read(type, toy => toy.Holes, List(s_text));
        Read(type, toy => toy.Holes, List(new NonNullGraphType(s_text)), "holesHard");
        Read(type, toy => toy.Matrix, List(List(s_int)));
        Read(type, toy => toy.Matrix, new NonNullGraphType(List(List(new NonNullGraphType(s_int)))), "matrixHard");
        Read(type, toy => toy.NotAList, List(s_int));
        Read(type, toy => toy.Breaking, List(s_text));
        Add(type, "kind", s_text, (IFieldResolver?)null);
        Add(type, "textOrNumber", s_text, context => ((Toy)context.Source!) is { Flag: true } toy ? toy.Number : (object)"text");
        AddArguments(type, context => (Toy)context.Source!);
        AddObjects(type, context => (Toy)context.Source!);
    }

    private static void AddArguments(IComplexGraphType type, Func<IResolveFieldContext, Toy> source)
    {
        var field = Add(type, "echo", s_text, context => $"{source(context).Seed} " + string.Join(
            ' ', context.Arguments!.Select(argument => $"{argument.Key}={Value(argument.Value.Value)}/{argument.Value.Source}")));
        field.Arguments = new(
            new QueryArgument(s_text) { Name = "text", DefaultValue = "default" },
            new QueryArgument(s_int) { Name = "number" },
            new QueryArgument(List(new NonNullGraphType(s_boolean))) { Name = "flags" });

        static string Value(object? value) => value is IEnumerable<object?> items ? string.Join(',', items) : value?.ToString() ?? "null";
    }

    private void AddObjects(IComplexGraphType type, Func<IResolveFieldContext, Toy> source)
    {
        var cat = _kinds["Cat"];
        Add(type, "cat", cat, context => source(context).MaybeChild(1));
        Add(type, "catHard", new NonNullGraphType(cat), context => source(context).MaybeChild(2));
        Add(type, "catLater", cat, async context =>
        {
            await Task.Yield();
            return source(context).FailingChild(3);
        });
        Add(type, "animal", _animal, context => source(context).Child(4));
        Add(type, "animalHard", new NonNullGraphType(_animal), context => source(context).Child(5));
        Add(type, "pet", _pet, context => source(context).MaybeChild(6));
        Add(type, "pets", List(_pet), context => Children(source(context), 4));
        Add(type, "petsHard", List(new NonNullGraphType(_pet)), context => Children(source(context), 2));
        Add(type, "cats", new NonNullGraphType(List(new NonNullGraphType(cat))), context => source(context) is var toy
            ? Enumerable.Range(0, toy.Seed % 3).Select(toy.Child).ToList() : null);
        Add(type, "grid", List(List(cat)), context => Enumerable.Range(0, 3).Select(i => Children(source(context), i)));
        Add(type, "gridHard", List(new NonNullGraphType(List(new NonNullGraphType(cat)))),
            context => new[] { Children(source(context), 1), null, Children(source(context), 2) }.Take((source(context).Seed % 3) + 1));
        Add(type, "loaded", s_text, context => source(context) is var toy ? new Loaded(toy.Seed, () => $"loaded {toy.Seed}") : null);
        Add(type, "loadedHard", new NonNullGraphType(s_text), context => source(context) is var toy
            ? new Loaded(toy.Seed, () => toy.MaybeText) : null);
        Add(type, "loadedCat", cat, context => source(context) is var toy ? new Loaded(toy.Seed, () => toy.MaybeChild(7)) : null);
        Add(type, "loadedPets", List(_pet), context => source(context) is var toy ? new Loaded(toy.Seed, () => Children(toy, 3)) : null);
        Add(type, "chain", cat, context => source(context) is var toy
            ? new Loaded(toy.Seed, () => new Loaded(toy.Seed + 1, () => toy.Child(8))) : null);
        Add(type, "catsLoaded", List(cat), context => Loads(source(context)));
        Add(type, "catsLoadedHard", List(new NonNullGraphType(cat)), context => Loads(source(context)));
        Add(type, "textsLoaded", List(s_text), context => new object?[]
        {
            "at once", new Loaded(source(context).Seed, () => "later"), null, new Loaded(source(context).Seed + 1, () => null),
        });
        Add(type, "notCats", List(cat), context => source(context).Flag ? new object() : (object)Array.Empty<Toy>());
    }

    private static List<object?> Loads(Toy toy)
        => [.. Enumerable.Range(0, 3).Select(i => i == 1 ? toy.Child(i) : (object)new Loaded(toy.Seed + i, () => toy.MaybeChild(i)))];

    private static Toy?[] Children(Toy toy, int count) => [.. Enumerable.Range(0, count).Select(toy.MaybeChild)];

    private static ListGraphType List(IGraphType type) => new(type);

    private static FieldType Add(IComplexGraphType type, string name, IGraphType fieldType, Func<IResolveFieldContext, object?> resolve)
        => Add(type, name, fieldType, new FuncFieldResolver<object?>(resolve));

    private static FieldType Add(
        IComplexGraphType type, string name, IGraphType fieldType, Func<IResolveFieldContext, Task<Toy>> resolve)
        => Add(type, name, fieldType, new FuncFieldResolver<object?>(async context => await resolve(context)));

    private static FieldType Add(IComplexGraphType type, string name, IGraphType fieldType, IFieldResolver? resolver)
        => type.AddField(new FieldType { Name = name, ResolvedType = fieldType, Resolver = type is IInterfaceGraphType ? null : resolver });

    private static void Read<T>(IComplexGraphType type, Expression<Func<Toy, T>> property, IGraphType fieldType, string? name = null)
    {
        var member = (PropertyInfo)((MemberExpression)property.Body).Member;
        var field = Add(type, name ?? Naming.Camel(member.Name), fieldType, new PropertyResolver(PropertyResolver.Compile(member)));
        field.SetProperty(member);
    }
}

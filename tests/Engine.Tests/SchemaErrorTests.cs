using System.Reflection;
using System.Reflection.Emit;
using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Tests.Library;
using GraphBlog.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests;

/// <summary>Types here carry no attribute that a scan would find; each test hands them over itself.</summary>
public class SchemaErrorTests
{
    private static class Wrong
    {
        public static decimal Unknown() => 0;

        public static object Untyped() => 0;

        public static IDisposable Unregistered(IDisposable service) => service;

        public static Task Nothing() => Task.CompletedTask;

        public static string UntypedId([ID] long id) => id.ToString();

        public static string WrongKey([ID<Book>] DateTime id) => id.ToString();

        public static string NoParent([Parent] Book book) => book.Title;

        public static string NotNull(Optional<string> text) => text.Value!;

        [Computed]
        public static Book Computed() => new();

        public static string Loose(string text) => text;

        public static int Unnamed(AddShelfInput input) => input.Label.Length;

        public static Task<Book?> Unread(AddShelfInput input) => Task.FromResult<Book?>(new Book { Title = input.Label });

        [UseMutationConvention(PayloadFieldName = "books")]
        public static IReadOnlyList<Book> UnreadList(AddShelfInput input, QueryContext<Shelf> query) => [new Book { Title = input.Label + query }];

        public static Owner UnreadCollection(AddShelfInput input) => new() { Id = input.Label.Length };
    }

    private static class Right
    {
        public static Task<Book?> Read(AddShelfInput input, QueryContext<Book> query)
            => Task.FromResult<Book?>(query.Selector.Compile()(new() { Title = input.Label }));
    }

    private sealed class Owner
    {
        public long Id { get; init; }

        public IReadOnlyList<Book> Books { get; init; } = null!;
    }

    [Theory]
    [InlineData(nameof(Wrong.Unknown))]
    [InlineData(nameof(Wrong.Untyped))]
    [InlineData(nameof(Wrong.Unregistered))]
    [InlineData(nameof(Wrong.Nothing))]
    [InlineData(nameof(Wrong.UntypedId))]
    [InlineData(nameof(Wrong.WrongKey))]
    [InlineData(nameof(Wrong.NoParent))]
    [InlineData(nameof(Wrong.NotNull))]
    [InlineData(nameof(Wrong.Computed))]
    public void A_method_that_cannot_be_a_field_is_named_at_start(string method)
    {
        var error = Assert.Throws<SchemaException>(() => Types().Fields.FromMethod(typeof(Wrong).GetMethod(method)!, null));
        Assert.Contains($"{nameof(Wrong)}.{method}:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Wrong.Loose))]
    [InlineData(nameof(Wrong.Unnamed))]
    public void A_method_that_cannot_be_a_mutation_is_named_at_start(string method)
    {
        var error = Assert.Throws<SchemaException>(() => new MutationConvention(Types()).Build(typeof(Wrong).GetMethod(method)!));
        Assert.Contains($"{nameof(Wrong)}.{method}:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Wrong.Unread), "Shelf", "QueryContext<Book>")]
    [InlineData(nameof(Wrong.UnreadList), "Shelf", "QueryContext<Book>")]
    [InlineData(nameof(Wrong.UnreadCollection), "Books", "QueryContext<Owner>")]
    public void A_mutation_that_answers_an_entity_without_reading_what_it_leads_to_is_refused_by_name(string method, string leadsTo, string takes)
    {
        var error = Assert.Throws<SchemaException>(() => new MutationConvention(Types()).Build(typeof(Wrong).GetMethod(method)!));
        Assert.Contains($"{nameof(Wrong)}.{method}:", error.Message, StringComparison.Ordinal);
        Assert.Contains(leadsTo, error.Message, StringComparison.Ordinal);
        Assert.Contains(takes, error.Message, StringComparison.Ordinal);
        Assert.Equal("read", new MutationConvention(Types()).Build(typeof(Right).GetMethod(nameof(Right.Read))!).Name);
    }

    [Fact]
    public void An_assembly_without_a_query_type_has_no_schema()
    {
        var empty = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Empty"), AssemblyBuilderAccess.Run);
        empty.DefineDynamicModule("Empty");

        Assert.Throws<SchemaException>(() => SchemaFactory.Create(new ServiceCollection().BuildServiceProvider(), empty));
    }

    private static TypeRegistry Types()
        => new(new SchemaSource(typeof(string).Assembly, new ServiceCollection().BuildServiceProvider()));
}

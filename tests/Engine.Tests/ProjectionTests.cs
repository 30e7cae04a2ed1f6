using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Tests.Library;

namespace GraphBlog.Engine.Tests;

public class ProjectionTests
{
    [Theory]
    [InlineData("nodes { title }", "Id Title")]
    [InlineData("edges { node { title } }", "Id Title")]
    [InlineData("edges { cursor } pageInfo { endCursor } totalCount", "Id")]
    [InlineData("nodes { __typename }", "Id")]
    [InlineData("nodes { ...F } edges { node { ... on Book { pages } } }", "Id Pages Subtitle Title")]
    [InlineData("nodes { ... on Node { id } ... { genre } }", "Genre Id")]
    [InlineData("nodes { fullTitle }", "Id Subtitle Title")]
    [InlineData("nodes { shelfAsLoaded { label } }", "Id ShelfId")]
    [InlineData("nodes { shelfId label }", "Id ShelfId")]
    [InlineData("nodes { title @skip(if: true) a: pages }", "Id Pages Title")]
    [InlineData("nodes { weight }", "AddedAt Genre Id LenderId Pages ShelfId Subtitle Tags Title")]
    [InlineData("nodes { isLent }", "AddedAt Genre Id LenderId Pages ShelfId Subtitle Tags Title")]
    public async Task Only_the_columns_asked_for_are_selected(string selection, string columns)
        => Assert.Equal($"x => new Book() {{{string.Join(", ", columns.Split(' ').Select(name => $"{name} = x.{name}"))}}}",
            await SelectorAsync($"{{ books {{ {selection} }} }} {(selection.Contains("...F") ? "fragment F on Book { fullTitle }" : "")}"));

    [Fact]
    public async Task An_entity_that_is_always_there_is_built_inside()
        => Assert.Equal("x => new Book() {Id = x.Id, "
            + "Shelf = new Shelf() {Height = x.Shelf.Height, Id = x.Shelf.Id, Label = x.Shelf.Label}}",
            await SelectorAsync("{ books { nodes { shelf { label } } edges { node { shelf { height } } } } }"));

    [Fact]
    public async Task An_entity_that_may_be_missing_is_built_or_null()
        => Assert.Equal("x => new Book() {Id = x.Id, Lender = IIF((x.Lender == null), null, "
            + "new Reader() {Id = x.Lender.Id, Name = x.Lender.Name})}",
            await SelectorAsync("{ books { nodes { lender { name } } } }"));

    [Fact]
    public void The_same_columns_give_the_very_same_selector()
    {
        var library = new LibraryServer();
        Assert.Same(Context(library, "{ books { nodes { title pages } } }").Selector,
            Context(library, "{ books { edges { node { pages } } nodes { title } } }").Selector);
    }

    [Fact]
    public void Further_properties_can_be_included()
        => Assert.Equal("x => new Book() {Id = x.Id, Pages = x.Pages, Title = x.Title}",
            Context(new(), "{ books { nodes { title } } }").Include(["Pages", "Title"]).Selector.ToString());

    [Fact]
    public void A_type_without_anything_to_set_is_taken_whole()
        => Assert.Equal("x => x", QueryContext<string>.Of(null!).Selector.ToString());

    [Fact]
    public async Task A_field_that_is_merged_of_two_selects_the_columns_of_both()
        => Assert.Equal("x => new Book() {Id = x.Id, Pages = x.Pages, Title = x.Title}",
            await SelectorAsync("{ books { nodes { title } } books { nodes { pages } } }"));

    [Fact]
    public async Task Fragments_that_double_at_each_step_are_walked_once_each()
    {
        var fragments = string.Concat(Enumerable.Range(0, 40)
            .Select(n => $" fragment F{n} on Book {{ ...F{n + 1} ... {{ ...F{n + 1} }} }}"));
        var server = new LibraryServer();
        var query = $"{{ books {{ nodes {{ ...F0 }} }} }} {fragments} fragment F40 on Book {{ title }}";

        var selector = await Task.Run(() => Context(server, query).Selector.ToString()).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("x => new Book() {Id = x.Id, Title = x.Title}", selector);
    }

    private static QueryContext<Book> Context(LibraryServer library, string query)
    {
        var document = GraphQLParser.Parser.Parse(query);
        var field = document.Definitions.OfType<GraphQLParser.AST.GraphQLOperationDefinition>().Single().SelectionSet.Selections[0];
        return QueryContext<Book>.Of(new GraphQL.ResolveFieldContext
        {
            Schema = library.Schema,
            Document = document,
            FieldAst = (GraphQLParser.AST.GraphQLField)field,
            FieldDefinition = library.Schema.Query!.Fields.Find("books")!,
        });
    }

    private static async Task<string> SelectorAsync(string query)
    {
        var library = new LibraryServer();
        await library.DataAsync(query);
        return Assert.Single(library.Catalogue.Selectors);
    }
}

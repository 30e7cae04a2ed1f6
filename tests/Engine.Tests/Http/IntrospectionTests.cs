namespace GraphBlog.Engine.Tests.Http;

public sealed class IntrospectionTests
{
    // What graphql-js prints, and with it GraphiQL, graphql-codegen, Relay's compiler, Apollo's tools and Insomnia send.
    private const string Standard =
        """
        query IntrospectionQuery {
          __schema {
            queryType { name kind }
            mutationType { name kind }
            subscriptionType { name kind }
            types {
              ...FullType
            }
            directives {
              name
              description
              locations
              args {
                ...InputValue
              }
            }
          }
        }
        fragment FullType on __Type {
          kind
          name
          description
          fields(includeDeprecated: true) {
            name
            description
            args {
              ...InputValue
            }
            type {
              ...TypeRef
            }
            isDeprecated
            deprecationReason
          }
          inputFields {
            ...InputValue
          }
          interfaces {
            ...TypeRef
          }
          enumValues(includeDeprecated: true) {
            name
            description
            isDeprecated
            deprecationReason
          }
          possibleTypes {
            ...TypeRef
          }
        }
        fragment InputValue on __InputValue {
          name
          description
          type { ...TypeRef }
          defaultValue
        }
        fragment TypeRef on __Type {
          kind
          name
          ofType {
            name
            kind
            ofType {
              name
              kind
              ofType {
                name
                kind
                ofType {
                  name
                  kind
                  ofType {
                    name
                    kind
                    ofType {
                      name
                      kind
                      ofType {
                        name
                        kind
                        ofType {
                          name
                          kind
                          ofType {
                            name
                            kind
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
        """;

    [Fact]
    public async Task The_usual_tools_can_read_the_schema()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.QueryAsync(Standard, operationName: "IntrospectionQuery");
        Assert.Equal(200, answer.Status);
        Assert.Equal("Query", answer.Data.GetProperty("__schema").GetProperty("queryType").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("__Schema", "queryType")]
    [InlineData("__Type", "ofType")]
    [InlineData("__InputValue", "defaultValue")]
    [InlineData("__Directive", "locations")]      // some of its fields are deprecated, hence left out of a list that is longer
    public async Task An_explorer_can_ask_what_introspection_itself_can(string type, string field)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.QueryAsync($"{{ __type(name: \"{type}\") {{ name fields {{ name }} }} }}");
        Assert.Equal(200, answer.Status);
        Assert.Contains(
            answer.Data.GetProperty("__type").GetProperty("fields").EnumerateArray(), entry => entry.GetProperty("name").GetString() == field);
    }

    [Fact]
    public async Task Introspection_that_goes_round_in_circles_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        var lists = await server.QueryAsync(
            "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }");
        Assert.Equal("QUERY_TOO_DEEP", lists.Code);
        var deep = string.Concat(Enumerable.Repeat("ofType { ", 20)) + "name " + new string('}', 20);
        var depth = await server.QueryAsync($"{{ __type(name: \"Item\") {{ {deep} }} }}");
        Assert.Equal("QUERY_TOO_DEEP", depth.Code);
        Assert.Contains("20", depth.Message);
    }

    [Theory]
    [InlineData("{ __schema { queryType { name } } }")]
    [InlineData("{ a: __type(name: \"Item\") { name } }")]
    [InlineData("{ ...F } fragment F on Query { ... { __schema { queryType { name } } } }")]
    public async Task Introspection_can_be_switched_off(string query)
    {
        await using var server = await TestServer.StartAsync(o => o.AllowIntrospection = false);
        var answer = await server.QueryAsync(query);
        Assert.Equal(400, answer.Status);
        Assert.Equal("INTROSPECTION_DISABLED", answer.Code);
        Assert.False(answer.HasData);
    }

    [Fact]
    public async Task Without_introspection_typename_works_and_nothing_is_suggested()
    {
        await using var server = await TestServer.StartAsync(o => o.AllowIntrospection = false);
        Assert.Equal("""{"data":{"__typename":"Query","item":{"__typename":"Item"}}}""",
            (await server.QueryAsync("{ __typename item { __typename } }")).Body);
        foreach (var query in new[] { "{ helo }", "{ echo(nmber: 1) }", "{ echo(input: { nmber: 1 }) }", "{ ... on Itm { id } }",
            "query($i: Itm) { echo(text: $i) }", "query($i: TestInput) { echo(input: $i) }" })
        {
            var answer = await server.QueryAsync(query, new { i = new { nmber = 1 } });
            Assert.Equal(400, answer.Status);
            Assert.DoesNotContain("mean", answer.Body);
        }
    }

    [Fact]
    public async Task With_introspection_a_name_is_suggested()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Contains("Did you mean 'hello'", (await server.QueryAsync("{ helo }")).Message);
        Assert.Contains("Did you mean 'number'?", (await server.QueryAsync("{ echo(input: { nmber: 1 }) }")).Message);
        Assert.Contains("Did you mean 'number'?",
            (await server.QueryAsync("query($i: TestInput) { echo(input: $i) }", new { i = new { nmber = 1 } })).Message);
    }
}

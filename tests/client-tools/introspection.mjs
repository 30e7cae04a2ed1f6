import assert from 'node:assert/strict';
import { UrlLoader } from '@graphql-tools/url-loader';
import { buildClientSchema, getIntrospectionQuery, isEnumType, isInputObjectType, isIntrospectionType, isSpecifiedScalarType, validateSchema } from 'graphql';

/** Introspection as graphql-js and the tools on it ask for it, with everything that they can ask for. */
export function introspectionChecks({ url, headers }) {
  const options = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
  const ask = async (query) => {
    const answer = await (await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query }) })).json();
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    return answer.data;
  };
  return {
    async 'graphql-js reads it with every option, and finds a valid schema'() {
      const schema = buildClientSchema(await ask(getIntrospectionQuery(options)));
      assert.deepEqual(validateSchema(schema), []);
      assert.ok(schema.description);
      assert.match(schema.getType('DateTime').specifiedByURL, /rfc3339/);
      for (const name of ['include', 'skip', 'deprecated', 'specifiedBy', 'oneOf']) {
        assert.equal(schema.getDirective(name)?.isRepeatable, false, name);
      }
    },
    async 'every type, field, argument, value and input field of ours says what it means'() {
      const schema = buildClientSchema(await ask(getIntrospectionQuery(options)));
      const silent = [];
      const look = (place, thing) => thing.description || silent.push(place);
      for (const type of Object.values(schema.getTypeMap()).filter((t) => !isIntrospectionType(t) && !isSpecifiedScalarType(t))) {
        look(type.name, type);
        for (const value of isEnumType(type) ? type.getValues() : []) {
          look(`${type.name}.${value.name}`, value);
        }
        for (const field of Object.values(!isEnumType(type) && type.getFields ? type.getFields() : {})) {
          look(`${type.name}.${field.name}`, field);
          for (const argument of isInputObjectType(type) ? [] : field.args) {
            look(`${type.name}.${field.name}(${argument.name})`, argument);
          }
        }
      }
      assert.deepEqual(silent, []);
    },
    async 'what was deprecated is left out unless it is asked for, also among arguments and input fields'() {
      const data = await ask(`{ __type(name: "UpdatePostInput") { isOneOf all: inputFields(includeDeprecated: true) { name isDeprecated deprecationReason } inputFields { name } }
        query: __type(name: "Query") { fields { args(includeDeprecated: true) { name isDeprecated } } } }`);
      assert.equal(data.__type.isOneOf, false);
      assert.equal(data.__type.all.length - data.__type.all.filter((field) => field.isDeprecated).length, data.__type.inputFields.length);
    },
    async "graphql-tools' loader of URLs reads it"() {
      const [{ schema }] = await new UrlLoader().load(url, { headers });
      assert.ok(schema.getQueryType().getFields().posts);
    },
  };
}

// Usage: node oracle.mjs <requests.json> <verdicts.json>
// What graphql-js makes of each request: whether its document is valid, whether its values are taken, and as what.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  buildSchema, getArgumentValues, getVariableValues, GraphQLError, parse, TypeInfo, validate, visit, visitWithTypeInfo,
} from 'graphql';

const [input, output] = process.argv.slice(2);
const { sdl, requests } = JSON.parse(readFileSync(input, 'utf8'));
const schema = buildSchema(sdl);

// A scalar of ours is anything to graphql-js, unless it is told.
const moment = schema.getType('DateTime');
if (moment) {
  moment.parseValue = (value) => {
    if (typeof value !== 'string' || !/^\d{4}-/.test(value)) {
      throw new GraphQLError('no moment');
    }
    return value;
  };
  moment.parseLiteral = (node) => moment.parseValue(node.kind === 'StringValue' ? node.value : undefined);
}

const text = (value) =>
  value === null ? 'null'
    : Array.isArray(value) ? `[${value.map(text).join(',')}]`
      : typeof value === 'object' ? fields(value)
        : String(value);
const fields = (object) => `{${Object.keys(object).sort().map((name) => `${name}:${text(object[name])}`).join(',')}}`;

function judge({ query, variables }) {
  const document = parse(query);
  const [invalid] = validate(schema, document);
  if (invalid) {
    return { verdict: 'invalid', message: invalid.message };
  }
  const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
  const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (errors) {
    return { verdict: 'refused', message: errors[0].message };
  }
  const lines = [fields(coerced)];
  const info = new TypeInfo(schema);
  try {
    visit(document, visitWithTypeInfo(info, {
      Field: (node) => {
        const values = getArgumentValues(info.getFieldDef(), node, coerced);
        if (node.arguments.length > 0) {
          lines.push(`${node.loc.start} ${fields(values)}`);
        }
      },
      Directive: (node) => void getArgumentValues(info.getDirective(), node, coerced),
    }));
  } catch (error) {
    return { verdict: 'refused', message: error.message };
  }
  return { verdict: 'taken', values: lines.join('\n') };
}

writeFileSync(output, JSON.stringify(requests.map(judge)));
console.log(`${requests.length} requests judged`);

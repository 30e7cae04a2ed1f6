import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema } from 'graphql';

const folder = 'generated/gql/';
const config = {
  enumsAsTypes: true,
  strictScalars: true,
  useTypeImports: true,
  scalars: { ID: 'string', DateTime: 'string', JSON: 'unknown', Long: 'number' },
};

export const codegenChecks = ({ url, headers, run }) => ({
  async 'introspection tells what schema.graphql tells'() {
    const query = getIntrospectionQuery({ oneOf: true, schemaDescription: true });
    const answer = await fetch(url, {
      method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query }),
    });
    const print = (schema) => printSchema(lexicographicSortSchema(schema));
    assert.equal(print(buildClientSchema((await answer.json()).data)), print(buildSchema(readFileSync('../../schema.graphql', 'utf8'))));
  },
  async 'the client preset makes types whose unions narrow under tsc --strict'() {
    const location = 'codegen/documents.graphql';
    const rawSDL = readFileSync(location, 'utf8');
    const files = await preset.buildGeneratesSection({
      baseOutputDir: folder,
      presetConfig: { fragmentMasking: false },
      config,
      schema: parse(readFileSync('../../schema.graphql', 'utf8')),
      documents: [{ location, rawSDL, document: parse(rawSDL) }],
      plugins: [],
      pluginMap: {},
    });
    mkdirSync(folder, { recursive: true });
    for (const file of files) {
      writeFileSync(file.filename, await codegen(file));
    }
    run('typescript/bin/tsc');
  },
});

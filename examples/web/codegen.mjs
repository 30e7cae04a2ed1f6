// Writes src/gql: types for every operation in src/documents, against the schema that the server prints.
// It is graphql-codegen with its client preset; its CLI does the same, and brings 280 packages to do so.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { buildSchema, isAbstractType, parse } from 'graphql';

const sdl = readFileSync('../../schema.graphql', 'utf8');
const folder = 'src/gql/';
const documents = readdirSync('src/documents').map((name) => {
  const location = `src/documents/${name}`;
  const rawSDL = readFileSync(location, 'utf8');
  return { location, rawSDL, document: parse(rawSDL) };
});

const files = await preset.buildGeneratesSection({
  baseOutputDir: folder,
  presetConfig: { fragmentMasking: false },
  config: {
    enumsAsTypes: true,
    strictScalars: true,
    useTypeImports: true,
    scalars: { ID: 'string', DateTime: 'string', JSON: 'unknown', Long: 'number' },
  },
  schema: parse(sdl),
  documents,
  plugins: [],
  pluginMap: {},
});
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const file of files) {
  writeFileSync(file.filename, await codegen(file));
}

// Which objects an interface or union may be: what the cache needs to know of the schema.
const schema = buildSchema(sdl);
const possibleTypes = Object.fromEntries(Object.values(schema.getTypeMap())
  .filter(isAbstractType)
  .map((type) => [type.name, schema.getPossibleTypes(type).map((possible) => possible.name)]));
writeFileSync(`${folder}possibleTypes.ts`, `export const possibleTypes = ${JSON.stringify(possibleTypes, null, 2)};\n`);

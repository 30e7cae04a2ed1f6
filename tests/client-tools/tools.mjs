// Usage: node tools.mjs <url> <token>
// Compiles documents for the schema, then talks to the server with what that made; prints every check, exits 1 where one does not hold.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { codegenChecks } from './codegen/checks.mjs';
import { introspectionChecks } from './introspection.mjs';

const [url, token] = process.argv.slice(2);
const headers = { authorization: `Bearer ${token}` };
const run = (tool, ...args) => execFileSync('node', [`node_modules/${tool}`, ...args], { stdio: 'pipe', encoding: 'utf8' });

rmSync('generated', { recursive: true, force: true });
mkdirSync('generated/relay', { recursive: true });
writeFileSync('generated/relay/package.json', '{ "type": "commonjs" }\n');

const tools = {
  'relay-compiler': {
    async 'compiles pages, refetches, connections that are updated, and unions'() {
      run('relay-compiler/cli.js');
    },
  },
  'graphql-codegen': codegenChecks({ url, headers, run }),
  introspection: introspectionChecks({ url, headers }),
  // These import what the tools above have made.
  'relay-runtime': async () => (await import('./relay/checks.mjs')).relayChecks({ url, headers }),
  urql: async () => (await import('./clients/urql.mjs')).urqlChecks({ url, headers }),
  'apollo-client': async () => (await import('./clients/apollo.mjs')).apolloChecks({ url, headers }),
  'docs/clients.md': async () => (await import('./guide/checks.mjs')).guideChecks({ url, headers }),
  identity: async () => (await import('./identity/checks.mjs')).identityChecks({ url, headers }),
};

let ok = 0;
let count = 0;
for (const [tool, checks] of Object.entries(tools)) {
  for (const [title, check] of Object.entries(typeof checks === 'function' ? await checks() : checks)) {
    count++;
    try {
      await check();
      ok++;
      console.log(`ok     ${tool}: ${title}`);
    } catch (error) {
      console.log(`broken ${tool}: ${title}\n${error.stdout ?? ''}${error.stack ?? JSON.stringify(error)}`);
    }
  }
}
console.log(`${count} checks, ${ok} ok`);
process.exit(ok === count ? 0 : 1);

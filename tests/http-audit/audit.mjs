// Usage: node audit.mjs <url> [--header 'name: value']...
// Prints every audit's result; exits 1 where one that the specification says MUST or SHOULD hold does not.
import { auditServer } from 'graphql-http';

const [url, ...options] = process.argv.slice(2);
const headers = {};
for (let i = 0; i < options.length; i += 2) {
  const [, name, value] = (options[i] === '--header' && options[i + 1]?.match(/^([^:]+):\s*(.*)$/)) || [];
  if (!name) {
    console.error(`Not understood: ${options[i]}`);
    process.exit(2);
  }
  headers[name] = value;
}
if (!url) {
  console.error("Usage: node audit.mjs <url> [--header 'name: value']...");
  process.exit(2);
}

const results = await auditServer({
  url,
  fetchFn: (input, init = {}) => fetch(input, { ...init, headers: { ...headers, ...init.headers } }),
});
const broken = results.filter((r) => r.status !== 'ok' && /^(MUST|SHOULD)\b/.test(r.name));
for (const r of results) {
  console.log(`${r.status.padEnd(6)} ${r.id} ${r.name}${r.reason ? `: ${r.reason}` : ''}`);
}
console.log(`${results.length} audits, ${results.filter((r) => r.status === 'ok').length} ok, ${broken.length} broken`);
process.exit(broken.length === 0 && results.length > 0 ? 0 : 1);

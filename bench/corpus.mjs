// corpus: thousands of different documents, tokens and hostile requests at once, with the server's resident memory meanwhile and two minutes after.
import { Agent, request } from 'node:http';
import { startGraphBlog } from './lib/graphblog.mjs';
import { residentMegabytes } from './lib/processes.mjs';
import { digits } from './lib/report.mjs';

const DOCUMENTS = 3000;
const LATER = 120; // seconds

const fields = 'id slug title status tags version createdAt updatedAt author { displayName } auditHistory(first: 2) { nodes { action version } }';
const json = (query, variables) => JSON.stringify({ query, variables });
const many = (times, make) => Array.from({ length: times }, (_, n) => make(n)).join(' ');

/** Each of these is a kind of request that is to be refused, or to cost much; `n` makes it another one each time. */
const hostile = [
    n => json(`{ ${'a {'.repeat(50_000)} # ${n}`),
    n => json(`{ ${many(180, i => `a${n}_${i}: viewer { role }`)} }`),
    n => json(`{ posts(first: 100) { nodes { body b${n}: body c: bodyHtml } } }`),
    n => json(`{ posts(first: 100) { nodes { x${n}: ${fields} comments(first: 100) { nodes { body } } } } }`),
    n => json(`{ item${n} } ${many(400, i => `fragment F${i} on Post { ...F${i + 1} ...F${i + 1} }`)}`),
    n => json('query($s: String!) { posts(first: 1, search: $s) { nodes { id } } }', { s: `${n} ${'x y '.repeat(100_000)}` }),
    n => json(`query Q${n}(${many(300, i => `$v${i}: String`)}) { viewer { role } }`),
    n => `{"query":"{ viewer { role } }","variables":${'['.repeat(20_000)} ${n}`,
    n => json(`{ ${'posts(first: 1) { nodes { '.repeat(30)} id ${n}`),
    n => json(`mutation { createPost(input: { title: "${n}", body: "${'é'.repeat(200_000)}", version: 1 }) { post { id } } }`),
];

export async function corpus({ postgres, database, identities }, { connections }) {
    const server = await startGraphBlog(postgres, database, identities[0]);
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const statuses = {};
    const send = (text, token) =>
        new Promise(resolve => {
            const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
            request(server.url, { method: 'POST', agent, headers }, answer => {
                statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
                answer.resume().on('close', resolve);
            })
                .on('error', resolve)
                .end(text);
        });
    const memory = [residentMegabytes(server.pid)];
    const watch = setInterval(() => memory.push(residentMegabytes(server.pid)), 200);
    const begun = Date.now();
    let next = 0;
    await Promise.all(
        Array.from({ length: connections }, async () => {
            for (let n = next++; n < 2 * DOCUMENTS; n = next++) {
                const token = n % 20 === 19 ? `${identities[0]}${n}` : identities[n % identities.length];
                const page = () => json(`query P${n} { a${n}: posts(first: 20) { nodes { ${fields} } pageInfo { endCursor } } }`);
                await send(n % 2 ? hostile[(n >> 1) % hostile.length](n) : page(), token);
            }
        }),
    );
    const took = (Date.now() - begun) / 1000;
    clearInterval(watch);
    const atEnd = residentMegabytes(server.pid);
    agent.destroy();
    await new Promise(resolve => {
        setTimeout(resolve, LATER * 1000);
    });
    console.log(`### corpus: ${DOCUMENTS} different documents and as many hostile requests, ${connections} connections, ${digits(took)} s\n`);
    console.log(`Answers by status: ${JSON.stringify(statuses)}.`);
    console.log(
        `Resident MB: ${digits(memory[0])} at the start, highest ${digits(Math.max(...memory))}, ${digits(atEnd)} at the end, ` +
            `${digits(residentMegabytes(server.pid))} two minutes after.\n`,
    );
}

// fairness: how long one organisation waits, alone and beside another: one that asks for 100 times what is usual, with the limits that
// the server comes with, and one that never pauses, without limits.
import { Agent, request } from 'node:http';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { postId } from './lib/data.mjs';
import { UNLIMITED, startGraphBlog } from './lib/graphblog.mjs';
import { digits, medians, table } from './lib/report.mjs';

const USUAL = 20; // requests a second of an organisation, on so many connections
const USUAL_HARD = 0.5; // the same of texts of 240 KB, written and rendered
const LOUD = 100; // times as many of the other; and its connections, each with a request as soon as there is an answer
const PAGE = '{ posts(first: 20) { nodes { id slug title status version createdAt author { displayName } } pageInfo { hasNextPage } } }';
const DEEP = `{ posts(first: 20) { nodes { id title body createdBy { displayName }
  auditHistory(first: 5) { nodes { action version newData } } } } }`;
const RENDER = 'query($id: ID!) { post(id: $id) { bodyHtml } }';
const UPDATE = `mutation($id: ID!, $version: Int!, $title: String!, $body: String) {
  updatePost(input: { id: $id, expectedVersion: $version, title: $title, body: $body }) { post { version } errors { __typename } } }`;

// What a client asks for, by its number of the request: each has a post of its own, and knows its version.
const page = () => ({ query: PAGE });
const deep = () => ({ query: DEEP });
const update = (client, number, body) => ({
    query: UPDATE,
    variables: { id: postId(client.post), version: client.version++, title: `Title ${number}`, body },
});
const render = (client, number) =>
    number % 2 ? { query: RENDER, variables: { id: postId(client.post) } } : update(client, number, `*small* ${number}`);
const renderHard = (client, number) =>
    number % 2 ? render(client, number) : update(client, number, `${client.post} ${number}\n\n${'a\n-\n'.repeat(60_000)}`);
const loads = {
    'pages beside pages': [page, page, USUAL],
    'pages beside deep pages': [page, deep, USUAL],
    'pages beside updates': [page, (client, number) => update(client, number), USUAL],
    'updates beside updates': [(client, number) => update(client, number), (client, number) => update(client, number), USUAL],
    'pages beside hard texts': [page, renderHard, USUAL_HARD],
    'small texts beside hard texts': [render, renderHard, USUAL_HARD],
};

if (!isMainThread) {
    parentPort.postMessage(await generate(workerData));
}

/** Asks at a rate, or without a pause; answers what it saw, times in milliseconds. */
async function generate({ url, token, load, side, rate, clients, seconds }) {
    const agent = new Agent({ keepAlive: true, maxSockets: clients.length });
    const [times, begun] = [[], performance.now()];
    let good = 0;
    const send = body =>
        new Promise((resolve, reject) => {
            const text = JSON.stringify(body);
            const sent = performance.now();
            const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
            request(url, { method: 'POST', agent, headers }, answer => {
                good += answer.statusCode === 200;
                answer.resume().on('end', () => resolve(times.push(performance.now() - sent)));
            })
                .on('error', reject)
                .end(text);
        });
    const isOver = () => performance.now() > begun + seconds * 1000;
    const pause = () => new Promise(resolve => {
        setTimeout(resolve, Math.max(0, begun + (sent.length * 1000) / rate - performance.now()));
    });
    const sent = [];
    if (rate) {
        for (; !isOver(); await pause()) {
            const number = sent.length;
            sent.push(send(loads[load][side](clients[number % clients.length], Math.floor(number / clients.length))));
        }
        await Promise.all(sent);
    } else {
        await Promise.all(
            clients.map(async client => {
                for (let number = 0; !isOver(); number++) {
                    await send(loads[load][side](client, number));
                }
            }),
        );
    }
    agent.destroy();
    times.sort((a, b) => a - b);
    const at = share => times[Math.floor(times.length * share)];
    return { p50: at(0.5), p99: at(0.99), rps: good / seconds, good: (100 * good) / times.length };
}

/** In a thread of its own, so that one organisation's generator does not keep the other's waiting. */
const apart = data =>
    new Promise((resolve, reject) => {
        new Worker(new URL(import.meta.url), { workerData: data }).on('message', resolve).on('error', reject);
    });

export async function fairness(bench, options) {
    const rates = `an organisation with ${USUAL} requests a second beside`;
    console.log(`### fairness: ${rates} ${LOUD} times the usual load, limits as they come; medians of ${options.rounds} rounds\n`);
    await beside(bench, options, {}, load => LOUD * loads[load][2]);
    console.log(`\n### fairness: ${rates} ${LOUD} connections without a pause, no limits\n`);
    await beside(bench, options, UNLIMITED, () => 0);
}

async function beside({ postgres, database, identities }, { rounds, seconds }, limits, rateOf) {
    const server = await startGraphBlog(postgres, database, identities[0], undefined, limits);
    const ask = async (load, side, count, rate) => {
        const sql = `select id, version from blog.posts_all where org_id = ${side + 1} order by id limit ${count}`;
        const rows = (await postgres.psql(database, sql)).trim().split('\n');
        const clients = rows.map(row => row.split('\t').map(Number)).map(([post, version]) => ({ post, version }));
        return apart({ url: server.url, token: identities[side], load, side, rate, clients, seconds });
    };
    const rows = [];
    for (const load of Object.keys(loads).filter(name => name.includes(process.env.LOADS ?? ''))) {
        const results = [];
        for (let round = 0; round <= rounds; round++) {
            const alone = await ask(load, 0, USUAL, USUAL);
            const other = ask(load, 1, LOUD, rateOf(load));
            const quiet = await ask(load, 0, USUAL, USUAL);
            const loud = await other;
            if (round > 0) {
                const [beside50, beside99, good] = [quiet.p50, quiet.p99, quiet.good];
                results.push({ alone50: alone.p50, alone99: alone.p99, beside50, beside99, good, loud: loud.rps, loudGood: loud.good });
            }
        }
        const { alone50, alone99, beside50, beside99, good, loud, loudGood } = medians(results);
        const times = [alone50, alone99, beside50, beside99].map(time => digits(time, 1));
        rows.push([load, ...times, digits(beside99 / alone99, 1), digits(good, 1), digits(loud), digits(loudGood, 1)]);
    }
    await server.stop();
    console.log(table(['', 'alone p50 ms', 'p99', 'beside p50', 'p99', 'ratio of p99', 'answered %', 'the other, answered a second', '%'], rows));
}

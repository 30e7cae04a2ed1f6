// A case: GraphBlog, PostGraphile and pgbench in turn, round after round.
import { isDeepStrictEqual } from 'node:util';
import { fill, cases } from './cases.mjs';
import { level, postId, updates } from './data.mjs';
import { ask } from './graphblog.mjs';
import { pgbench, wrk } from './load.mjs';
import { peerId } from './postgraphile.mjs';
import { digits, medians, table } from './report.mjs';
import { keep } from './results.mjs';

const WARM_UP = 10; // seconds at least: the just-in-time compilers take their time
const EXPECT = { typename: '"__typename":"Query"', conflict: '"ConcurrencyError"' };

/** The rounds of one case; prints its table. */
export async function compare(name, bench, { rounds, seconds, connections }) {
    const { postgres, database, ours, peer, posts } = bench;
    const test = cases[name];
    const writes = name === 'update';
    await checkSameAnswer(name, test, bench);

    const load = (side, request, ids) => async time =>
        wrk(postgres, side, {
            script: test.script,
            request,
            expect: EXPECT[name] ?? (writes ? '"version":' : '"updatedAt":'),
            posts: ids,
            version: await level(postgres, database),
            connections,
            seconds: time,
        });
    const each = Math.floor(posts.ours.length / connections);
    const contenders = [['GraphBlog', load(ours, test, posts.ours)]];
    if (test.peer) {
        contenders.push(['PostGraphile', load(peer, test.peer, posts.peers)]);
    }
    if (test.sql) {
        contenders.push([
            'pgbench',
            async time =>
                pgbench(postgres, database, {
                    sql: test.sql,
                    variables: { version: await level(postgres, database), each, i: 0 },
                    connections,
                    seconds: time,
                }),
        ]);
    }

    const results = Object.fromEntries(contenders.map(([contender]) => [contender, []]));
    for (let round = 0; round <= rounds; round++) {
        for (const [contender, run] of contenders) {
            const before = writes ? (await level(postgres, database)) && (await updates(postgres, database)) : 0;
            const result = await run(round > 0 ? seconds : Math.max(seconds, WARM_UP));
            const written = writes ? (await updates(postgres, database)) - before : result.requests;
            if (written < result.requests || written > result.requests + connections) {
                throw new Error(`${contender}: ${result.requests} updates were answered, ${written} were written.`);
            }
            if (round > 0) {
                // the first only warms up
                results[contender].push(result);
            }
        }
    }
    print(name, results, { rounds, seconds, connections });
    keep(name, results, { rounds, seconds, connections });
}

function print(name, results, { rounds, seconds, connections }) {
    const rows = Object.entries(results).map(([contender, all]) => {
        const m = medians(all);
        const spread = all.map(round => round.rps);
        return [
            contender,
            digits(m.rps),
            `${digits(Math.min(...spread))} to ${digits(Math.max(...spread))}`,
            digits(m.p50, 2),
            digits(m.p99, 2),
            digits(m.p99 / m.p50, 1),
            contender === 'pgbench' ? '-' : digits(m.server),
            digits(m.database),
            digits(m.cpu),
        ];
    });
    const [ours, peer, floor] = ['GraphBlog', 'PostGraphile', 'pgbench'].map(
        contender => results[contender] && medians(results[contender]),
    );
    const ratios = [
        peer && `${digits(ours.rps / peer.rps, 2)} x PostGraphile's requests per second, ${digits(ours.cpu / peer.cpu, 2)} x its CPU`,
        floor &&
            `${digits(ours.cpu / floor.database, 2)} x pgbench's CPU (PostgreSQL alone: ${digits(ours.database / floor.database, 2)} x)`,
    ].filter(Boolean);
    console.log(`### ${name}: ${connections} connections, ${rounds} rounds of ${seconds} s, medians\n`);
    const header = ['', 'requests/s', 'spread', 'p50 ms', 'p99 ms', 'p99/p50', 'server µs', 'PostgreSQL µs', 'CPU µs/request'];
    console.log(table(header, rows));
    console.log(ratios.length ? `GraphBlog: ${ratios.join('; ')}.\n` : '');
}

// What the two call differently or write differently: global ids, cursors, enums as JSON, times with Z or +00:00 and trailing zeros.
function normal(value, key) {
    if (Array.isArray(value)) {
        return value.map(item => normal(item));
    }
    if (value && typeof value === 'object') {
        return Object.fromEntries(
            Object.entries(value)
                .filter(([name]) => !['id', 'startCursor', 'endCursor'].includes(name))
                .map(([name, item]) => [name, normal(item, name)]),
        );
    }
    return /At$/.test(key) && value ? `${new Date(value).toISOString().slice(0, 23)} ${/\.(\d+)/.exec(value)?.[1].padEnd(6, '0')}` : value;
}

async function checkSameAnswer(name, test, { postgres, database, ours, peer }) {
    const answers = [];
    for (const [side, request, id] of [[ours, test, postId(2003)], ...(test.peer ? [[peer, test.peer, peerId(3, 2003)]] : [])]) {
        const version = Number(await postgres.psql(database, 'select version from blog.posts_all where id = 2003'));
        const expected = name === 'conflict' ? version - 1 : version;
        const answer = Object.values(
            await ask(side, side.identities[2], request.query.replaceAll('@N@', '0'), fill(request.variables, id, expected, side.name)),
        )[0];
        if (name === 'update') {
            const written = (await postgres.psql(database, 'select title, version from blog.posts_all where id = 2003')).trim();
            if (written !== `Title ${side.name}\t${version + 1}` || answer.post.version !== version + 1) {
                throw new Error(`${side.name} did not update: ${JSON.stringify(answer)}, ${written}`);
            }
        } else {
            answers.push(normal(answer));
        }
    }
    if (answers.length === 2 && !isDeepStrictEqual(answers[0], answers[1])) {
        throw new Error(`The answers differ:\n${JSON.stringify(answers[0]).slice(0, 3000)}\n${JSON.stringify(answers[1]).slice(0, 3000)}`);
    }
}

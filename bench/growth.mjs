// growth: every query of the bench in a blog of 10,000 posts and in one of --posts (1,000,000: 500 organisations, of which one has a tenth, and ten
// entries a post), of the largest organisation and of one of the others, in turn.
import { readFileSync } from 'node:fs';
import { cases } from './lib/cases.mjs';
import { postId } from './lib/data.mjs';
import { command, startGraphBlog } from './lib/graphblog.mjs';
import { wrk } from './lib/load.mjs';
import { digits, medians, table } from './lib/report.mjs';

const NAMES = process.env.CASES?.split(',') ?? ['list', 'list-deep', 'list-comments', 'one', 'update', 'conflict', 'documents'];
const EXPECT = { conflict: '"ConcurrencyError"', update: '"version":' };
const WORKED = 1000; // so many posts of an organisation are asked for one by one and written, whatever it has

export async function growth({ postgres }, { rounds, seconds, connections, posts }) {
    const blogs = [
        await grow(postgres, 'small', 10, 10_000),
        await grow(postgres, 'large', Math.max(10, Math.round(posts / 2000)), posts),
    ];
    const rows = [];
    for (const name of NAMES) {
        for (const which of [0, 1]) {
            const results = blogs.map(() => []);
            for (let round = 0; round <= rounds; round++) {
                for (const [i, blog] of blogs.entries()) {
                    const result = await measure(postgres, blog, which, name, { connections, seconds: round ? seconds : Math.max(4, seconds) });
                    if (round) {
                        results[i].push(result);
                    }
                }
            }
            const [small, large] = results.map(medians);
            const pair = (key, places) => [digits(small[key], places), digits(large[key], places)];
            rows.push([
                `${name}, ${which ? 'a middling one' : 'the largest'}`,
                ...pair('p50', 2),
                ...pair('cpu'),
                ...pair('database'),
                digits(large.cpu / small.cpu, 2),
                digits(large.p50 / small.p50, 2),
            ]);
            console.log(rows.at(-1).join(' | '));
        }
    }
    const header = ['query, organisation', 'p50 ms, small', 'large', 'CPU µs, small', 'large', 'PostgreSQL µs, small', 'large', 'CPU ratio', 'p50 ratio'];
    console.log(`### growth: 10,000 against ${digits(posts)} posts, ${connections} connections, ${rounds} rounds of ${seconds} s, medians\n`);
    console.log(table(header, rows));
}

async function grow(postgres, database, organisations, posts) {
    if ((await postgres.psql('postgres', `select count(*) from pg_database where datname = '${database}'`)).trim() === '0') {
        await command(postgres, database, 'migrate');
        const sql = readFileSync(new URL('growth.sql', import.meta.url), 'utf8');
        await postgres.psql(database, sql, ['-v', `organisations=${organisations}`, '-v', `posts=${posts}`]);
    }
    const worked = [];
    for (const org of [1, 1 + (organisations >> 1)]) {
        const token = (await command(postgres, database, 'token', '--org', `org-${org}`, '--user', 'admin', '--hours', '48')).trim();
        const ids = (
            await postgres.psql(database, `select id from blog.posts_all where org_id = ${org} and deleted_at is null order by md5(id::text) limit ${WORKED}`)
        ).trim();
        worked.push({ org, token, ids: ids.split('\n') });
    }
    return { database, worked, server: await startGraphBlog(postgres, database, worked[0].token) };
}

async function measure(postgres, { database, worked, server }, which, name, { connections, seconds }) {
    const { token, ids, org } = worked[which];
    return wrk(
        postgres,
        { ...server, identities: [token] },
        {
            script: cases[name].script,
            request: cases[name],
            expect: EXPECT[name] ?? '"updatedAt":',
            posts: ids.map(id => `1 ${postId(id)}`),
            version: await level(postgres, database, org, ids),
            connections,
            seconds,
        },
    );
}

/** Brings the posts that are written to one version, by edits with their entries. */
async function level(postgres, database, org, ids) {
    const which = `org_id = ${org} and id in (${ids.join(',')})`;
    const highest = Number(await postgres.psql(database, `select max(version) from blog.posts_all where ${which}`));
    for (let left = 1; left > 0;) {
        await postgres.psql(database, `update blog.posts_all set title = 'Level ' || version where ${which} and version < ${highest}`);
        left = Number(await postgres.psql(database, `select count(*) from blog.posts_all where ${which} and version < ${highest}`));
    }
    return highest;
}

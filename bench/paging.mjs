// paging: page 1 against page 1,000 by cursor, in an organisation of 10,000 posts and in one of 100,000.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { page } from './lib/cases.mjs';
import { createDatabase } from './lib/data.mjs';
import { ask, startGraphBlog } from './lib/graphblog.mjs';
import { pgbench, wrk } from './lib/load.mjs';
import { digits, medians, table } from './lib/report.mjs';

const SIZE = 9; // page 1,000 begins at post 8,992: not at the end of 10,000
export async function paging({ postgres, identities }, { rounds, seconds, connections }) {
    const rows = [];
    for (const posts of [10_000, 100_000]) {
        const database = `page${posts}`;
        await createDatabase(postgres, database, { organisations: 1, posts });
        const server = { ...(await startGraphBlog(postgres, database, identities[0])), identities: identities.slice(0, 1) };
        rows.push(...(await comparePages({ postgres, database, server, posts }, { rounds, seconds, connections })));
        await server.stop();
    }
    console.log(`### paging: pages of ${SIZE}, ${connections} connections, ${rounds} rounds of ${seconds} s, medians\n`);
    console.log(
        table(['posts', 'page', 'HTTP requests/s', 'p50 ms', 'server µs', 'PostgreSQL µs', 'SQL alone p50 ms', 'SQL alone µs'], rows),
    );
}

async function comparePages({ postgres, database, server, posts }, { rounds, seconds, connections }) {
    const cursor = await cursorAt(server, SIZE * 999);
    const last = `select created_at, id from blog.posts order by created_at desc, id desc offset ${SIZE * 999 - 1} limit 1`;
    const [createdAt, id] = (await postgres.psql(database, last)).trim().split('\t');
    const sql = name =>
        readFileSync(new URL(`sql/${name}`, import.meta.url), 'utf8')
            .replaceAll('{created_at}', createdAt)
            .replaceAll('{id}', id);
    const pages = [
        { name: '1', request: page(SIZE), sql: sql('page-first.sql'), results: [] },
        { name: '1,000', request: page(SIZE, cursor), sql: sql('page-after.sql'), results: [] },
    ];
    for (const [i, one] of pages.entries()) {
        one.file = join(postgres.home, `page${i}.sql`);
        writeFileSync(one.file, one.sql);
    }

    for (let round = 0; round <= rounds; round++) {
        for (const { request, file, results } of pages) {
            const http = await wrk(postgres, server, {
                script: 'query',
                request,
                expect: '"hasNextPage":true',
                posts: [],
                version: 0,
                connections,
                seconds,
            });
            const sql = await pgbench(postgres, database, { sql: file, connections, seconds });
            if (round > 0) {
                results.push({ ...http, sqlP50: sql.p50, sqlCpu: sql.database });
            }
        }
    }
    return pages.map(({ name, results }) => {
        const m = medians(results);
        return [
            digits(posts),
            name,
            digits(m.rps),
            digits(m.p50, 2),
            digits(m.server),
            digits(m.database),
            digits(m.sqlP50, 3),
            digits(m.sqlCpu),
        ];
    });
}

/** The cursor of the n-th post, reached as a client would. */
async function cursorAt(server, n) {
    let cursor = null;
    for (let left = n; left > 0; left -= 100) {
        const { posts } = await ask(server, server.identities[0], page(Math.min(left, 100), cursor).query);
        cursor = posts.pageInfo.endCursor;
    }
    return cursor;
}

// maintain: what writers notice of an upkeep. Updates at the right version, quiet, and while the server itself purges 50,000 posts of the trash,
// drops a month of 500,000 entries and deletes an organisation's 50,000 entries of a month that the others keep.
import { readFileSync } from 'node:fs';
import { cases } from './lib/cases.mjs';
import { level } from './lib/data.mjs';
import { startGraphBlog } from './lib/graphblog.mjs';
import { wrk } from './lib/load.mjs';
import { digits, median, table } from './lib/report.mjs';

export async function maintain({ postgres, database, identities, posts }, { rounds, seconds, connections }) {
    const server = { ...(await startGraphBlog(postgres, database, identities[0])), identities };
    await postgres.psql(database, readFileSync(new URL('sql/past.sql', import.meta.url), 'utf8'));
    const updates = async () =>
        wrk(postgres, server, {
            script: 'update',
            request: cases.update,
            expect: '"version":',
            posts: posts.ours,
            version: await level(postgres, database),
            connections,
            seconds,
        });
    const ask = async sql => (await postgres.psql(database, sql)).trim();
    const left = () => ask("select count(*) from blog.posts_all where deleted_at is not null");
    await updates(); // warms up
    const quiet = [];
    for (let round = 0; round < rounds; round++) {
        quiet.push(await updates());
    }
    await ask("update app.upkeep set ended_at = '2000-01-01'");
    for (const end = Date.now() + 20_000; (await ask('select leader is null from app.upkeep')) === 't' && Date.now() < end; );
    const [begun, meanwhile] = [Date.now(), []];
    while ((await ask("select ended_at = '2000-01-01' from app.upkeep")) === 't') {
        meanwhile.push({ ...(await updates()), left: Number(await left()) });
    }
    const took = (Date.now() - begun) / 1000;
    if (meanwhile.length < 2) {
        throw new Error('The upkeep was over before it could be measured.');
    }
    console.log(`### maintain: ${connections} connections, rounds of ${seconds} s; the upkeep took ${digits(took)} s beside them\n`);
    const row = (name, all) => [
        name,
        digits(median(all.map(one => one.rps))),
        digits(median(all.map(one => one.p50)), 2),
        digits(median(all.map(one => one.p99)), 2),
        digits(Math.max(...all.map(one => one.p99)), 2),
    ];
    const during = meanwhile.slice(0, -1); // the last one ran on when all was done
    console.log(table(['updates', 'requests/s', 'p50 ms', 'p99 ms', 'highest p99 of a round'], [row('quiet', quiet), row('meanwhile', during)]));
    const p99 = all => median(all.map(one => one.p99));
    console.log(`p99 meanwhile is ${digits(p99(during) / p99(quiet), 2)} x that of quiet rounds; of the trash ${await left()} are left.\n`);
}

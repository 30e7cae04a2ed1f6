// The benchmark's command line. Everything it starts is private to the run and gone at its end.
import { parseArgs } from 'node:util';
import { auditCost } from './audit-cost.mjs';
import { cases } from './lib/cases.mjs';
import { compare } from './lib/compare.mjs';
import { corpus } from './corpus.mjs';
import { fairness } from './fairness.mjs';
import { createDatabase, posts } from './lib/data.mjs';
import { growth } from './growth.mjs';
import { build, startGraphBlog, tokens } from './lib/graphblog.mjs';
import { runningPostgres, startPostgres } from './lib/postgres.mjs';
import { install, startPostGraphile } from './lib/postgraphile.mjs';
import { stopAll } from './lib/processes.mjs';
import { facts } from './lib/report.mjs';
import { difference } from './lib/results.mjs';
import { maintain } from './maintain.mjs';
import { paging } from './paging.mjs';
import { soak } from './soak.mjs';
import { captureSql } from './sql.mjs';
import { startup } from './startup.mjs';

const ORGANISATIONS = 10;
const POSTS = 1000;
const more = { maintain, paging, fairness, corpus, 'audit-cost': auditCost, soak, startup, sql: captureSql };

const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
        rounds: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '8' },
        connections: { type: 'string', default: '16' },
        minutes: { type: 'string', default: '10' },
        posts: { type: 'string', default: '1000000' },
        cluster: { type: 'string' },
    },
});
if (positionals[0] === 'difference' && positionals.length === 3) {
    difference(positionals[1], positionals[2]);
    process.exit(0);
}
const options = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
const name = positionals[0];
if (positionals.length !== 1 || !(name in cases || name in more || name === 'all' || name === 'growth') || Object.values(options).some(value => !(value > 0))) {
    console.error('bench/run <case> [--rounds 5] [--seconds 8] [--connections 16] [--minutes 10]');
    console.error(`cases: ${[...Object.keys(cases), 'all', 'growth', ...Object.keys(more)].join(', ')}`);
    console.error('bench/run difference <commit> <commit>      compares what was kept of both');
    process.exit(2);
}

const wanted = name === 'all' ? Object.keys(cases) : [name].filter(one => one in cases);
let postgres;
const stop = async () => {
    await stopAll();
    await postgres?.stop();
};
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
        await stop();
        process.exit(1);
    });
}
try {
    await build();
    postgres = await (options.cluster ? runningPostgres(options.cluster) : startPostgres());
    if (name === 'growth') {
        console.log(await facts(postgres));
        await growth({ postgres }, options);
    } else {
        await onTheUsualData();
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    await stop();
}

async function onTheUsualData() {
    const bench = { postgres, database: 'blog' };
    await createDatabase(postgres, bench.database, { organisations: ORGANISATIONS, posts: POSTS });
    const identities = await tokens(postgres, bench.database, ORGANISATIONS);
    console.log(await facts(postgres));
    if (more[name]) {
        await more[name]({ ...bench, identities, posts: await posts(postgres, bench.database, ORGANISATIONS, POSTS) }, options);
    } else {
        await install();
        bench.ours = { ...(await startGraphBlog(postgres, bench.database, identities[0])), identities };
        const users = Array.from({ length: ORGANISATIONS }, (_, n) => `${n + 1}:${n * 10 + 1}`);
        bench.peer = { ...(await startPostGraphile(postgres, bench.database, options.connections)), identities: users };
        bench.posts = await posts(postgres, bench.database, ORGANISATIONS, POSTS);
        for (const one of wanted) {
            await compare(one, bench, options);
        }
    }
}

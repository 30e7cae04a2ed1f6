// soak: lists, single posts and updates at once for --minutes, with the server's resident memory every ten seconds.
import { cases } from './lib/cases.mjs';
import { level } from './lib/data.mjs';
import { startGraphBlog } from './lib/graphblog.mjs';
import { wrk } from './lib/load.mjs';
import { residentMegabytes } from './lib/processes.mjs';
import { digits, table } from './lib/report.mjs';

const EVERY = 10; // seconds

export async function soak({ postgres, database, identities, posts }, { minutes, connections }) {
    const server = { ...(await startGraphBlog(postgres, database, identities[0])), identities };
    const version = await level(postgres, database);
    const begun = Date.now();
    const memory = [[0, residentMegabytes(server.pid)]];
    const watch = setInterval(() => memory.push([Math.round((Date.now() - begun) / 1000), residentMegabytes(server.pid)]), EVERY * 1000);
    const load = (name, share, expect) =>
        wrk(postgres, server, {
            script: cases[name].script,
            request: cases[name],
            expect,
            posts: posts.ours,
            version,
            connections: Math.max(2, Math.round(connections * share)),
            seconds: Math.ceil(minutes * 60),
        });
    const [lists, ones, updates] = await Promise.all([
        load('list', 0.5, '"updatedAt":'),
        load('one', 0.25, '"updatedAt":'),
        load('update', 0.25, '"version":'),
    ]).finally(() => clearInterval(watch));
    memory.push([Math.round((Date.now() - begun) / 1000), residentMegabytes(server.pid)]);

    const settled = memory.filter(([second]) => second >= minutes * 20); // the first third warms up
    const half = settled.length >> 1;
    const mean = rows => rows.reduce((sum, [, mb]) => sum + mb, 0) / rows.length;
    const rates = `lists ${digits(lists.rps)}/s, posts ${digits(ones.rps)}/s, updates ${digits(updates.rps)}/s`;
    console.log(`### soak: ${minutes} minutes, ${connections} connections; ${rates}\n`);
    console.log(
        table(
            ['second', 'resident MB'],
            memory.map(([second, mb]) => [second, digits(mb, 1)]),
        ),
    );
    const [early, late] = [mean(settled.slice(0, half || 1)), mean(settled.slice(half))];
    console.log(
        `Highest ${digits(Math.max(...memory.map(([, mb]) => mb)), 1)} MB. After the first third, mean of the first half ` +
            `${digits(early, 1)} MB, of the second ${digits(late, 1)} MB.\n`,
    );
}

// audit-cost: the same UPDATE with the audit trigger on and off, in alternating pgbench rounds. No server takes part.
import { level } from './lib/data.mjs';
import { pgbench } from './lib/load.mjs';
import { digits, medians, table } from './lib/report.mjs';

export async function auditCost({ postgres, database, posts }, { rounds, seconds, connections }) {
    const results = { enable: [], disable: [] };
    for (let round = 0; round <= rounds; round++) {
        for (const [state, all] of Object.entries(results)) {
            const version = await level(postgres, database);
            await postgres.psql(database, `alter table blog.posts_all ${state} trigger z_audit_update`);
            const variables = { version, each: Math.floor(posts.ours.length / connections), i: 0 };
            const result = await pgbench(postgres, database, { sql: 'update.sql', variables, connections, seconds });
            if (round > 0) {
                all.push(result);
            }
        }
    }
    await postgres.psql(database, 'alter table blog.posts_all enable trigger z_audit_update');

    const [audited, plain] = [medians(results.enable), medians(results.disable)];
    const row = (name, m) => [name, digits(m.rps), digits(m.p50, 2), digits(m.p99, 2), digits(m.database)];
    console.log(`### audit-cost: pgbench, ${connections} connections, ${rounds} rounds of ${seconds} s, medians\n`);
    console.log(table(['', 'updates/s', 'p50 ms', 'p99 ms', 'PostgreSQL µs/update'], [row('with audit', audited), row('without', plain)]));
    const [cpu, time] = [audited.database / plain.database, audited.p50 / plain.p50].map(ratio => digits(ratio, 2));
    console.log(`Audit costs an update ${cpu} x the CPU and ${time} x the median time of the same update without it.\n`);
}

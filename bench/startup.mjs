// startup: from the start of the process to its first answered query, on a database that is running.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { publish, startGraphBlog } from './lib/graphblog.mjs';
import { cpuSeconds } from './lib/processes.mjs';
import { digits, median, table } from './lib/report.mjs';

export async function startup({ postgres, database, identities }, { rounds }) {
    const published = await publish(mkdtempSync(join(postgres.home, 'published-')));
    const rows = [];
    for (const [name, program] of [['published, as deployed', published], ['built, as `dotnet run` has it', undefined]]) {
        const [seconds, cpu] = [[], []];
        for (let round = 0; round < rounds; round++) {
            const server = await startGraphBlog(postgres, database, identities[0], program);
            seconds.push(server.firstAnswer);
            cpu.push(cpuSeconds(server.pid));
            await server.stop();
        }
        rows.push([name, rounds, ...[median(seconds), Math.min(...seconds), Math.max(...seconds), median(cpu)].map(value => digits(value, 2))]);
    }
    console.log('### startup: process start to first answered query\n');
    console.log(table(['program', 'rounds', 'median s', 'shortest s', 'longest s', 'CPU s'], rows));
}

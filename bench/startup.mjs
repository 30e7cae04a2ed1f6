// startup: from the start of the process to its first answered query, on a database that is running.
import { startGraphBlog } from './lib/graphblog.mjs';
import { cpuSeconds } from './lib/processes.mjs';
import { digits, median, table } from './lib/report.mjs';

export async function startup({ postgres, database, identities }, { rounds }) {
    const [seconds, cpu] = [[], []];
    for (let round = 0; round < rounds; round++) {
        const server = await startGraphBlog(postgres, database, identities[0]);
        seconds.push(server.firstAnswer);
        cpu.push(cpuSeconds(server.pid));
        await server.stop();
    }
    console.log('### startup: process start to first answered query\n');
    const row = [median(seconds), Math.min(...seconds), Math.max(...seconds), median(cpu)].map(value => digits(value, 2));
    console.log(table(['rounds', 'median s', 'shortest s', 'longest s', 'CPU s'], [[rounds, ...row]]));
}

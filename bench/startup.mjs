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
  console.log(table(['rounds', 'median s', 'shortest s', 'longest s', 'CPU s'], [[rounds, digits(median(seconds), 2), digits(Math.min(...seconds), 2), digits(Math.max(...seconds), 2), digits(median(cpu), 2)]]));
}

// One measured round: wrk against a server or pgbench against PostgreSQL, with the CPU that each process used meanwhile.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bodies } from './cases.mjs';
import { cpuSeconds, cpuSecondsOfFamily, run } from './processes.mjs';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const THREADS = 2;

async function measured(postgres, serverPid, work) {
    const cpu = () => [serverPid ? cpuSeconds(serverPid) : 0, cpuSecondsOfFamily(postgres.pid)];
    const before = cpu();
    const result = await work();
    const [server, database] = cpu().map((seconds, i) => ((seconds - before[i]) * 1e6) / result.requests);
    return { ...result, server, database, cpu: server + database };
}

/** `side` is a server; `posts` are lines of organisation and id; `version` is what all of them are at. */
export function wrk(postgres, side, { script, request, expect, posts, version, connections, seconds }) {
    const folder = mkdtempSync(join(postgres.home, 'wrk-'));
    const headers = side.identities.map(identity => Object.entries(side.header(identity))[0].join(': '));
    writeFileSync(join(folder, 'identities'), headers.join('\n'));
    writeFileSync(join(folder, 'posts'), posts.join('\n'));
    writeFileSync(join(folder, 'body'), bodies(request));
    return measured(postgres, side.pid, async () => {
        const out = await run('wrk', [
            `-t${THREADS}`,
            `-c${connections}`,
            `-d${seconds}s`,
            '--timeout',
            '10s',
            '-s',
            join(HERE, `wrk/${script}.lua`),
            side.url,
            '--',
            folder,
            expect,
            `${version}`,
            `${THREADS}`,
        ]);
        rmSync(folder, { recursive: true });
        const result = Object.fromEntries([...out.matchAll(/(\w+)=(\d+)/g)].map(([, name, value]) => [name, Number(value)]));
        if (!(result.requests > 0) || result.wrong > 0) {
            throw new Error(`${side.name} gave wrong answers:\n${out}`);
        }
        return {
            requests: result.requests,
            rps: (result.requests * 1e6) / result.microseconds,
            p50: result.p50 / 1000,
            p99: result.p99 / 1000,
        };
    });
}

export function pgbench(postgres, database, { sql, variables = {}, connections, seconds }) {
    const folder = mkdtempSync(join(postgres.home, 'pgbench-'));
    const file = sql.startsWith('/') ? sql : join(HERE, 'sql', sql);
    return measured(postgres, null, async () => {
        const out = await run(
            join(postgres.bin, 'pgbench'),
            [
                '-h',
                '127.0.0.1',
                '-p',
                postgres.port,
                '-U',
                'gb_app',
                '-n',
                '-M',
                'prepared',
                '-c',
                connections,
                '-j',
                THREADS,
                '-T',
                seconds,
                '-l',
                '--sampling-rate=0.2',
                `--log-prefix=${join(folder, 'log')}`,
                '-f',
                file,
                ...Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]),
                database,
            ],
            {
                env: { ...process.env, PGOPTIONS: '-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\\ read' },
            },
        );
        const count = pattern => Number(pattern.exec(out)?.[1] ?? NaN);
        if (count(/failed transactions: (\d+)/) !== 0) {
            throw new Error(`pgbench failed:\n${out}`);
        }
        // client, number, microseconds, ...: one line for each sampled transaction
        const times = readdirSync(folder)
            .flatMap(name => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
            .map(line => Number(line.split(' ')[2]) / 1000);
        times.sort((a, b) => a - b);
        rmSync(folder, { recursive: true });
        return {
            requests: count(/transactions actually processed: (\d+)/),
            rps: count(/tps = ([\d.]+)/),
            p50: times[Math.floor(times.length * 0.5)],
            p99: times[Math.floor(times.length * 0.99)],
        };
    });
}

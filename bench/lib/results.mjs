// Every result of a case as JSON beside its table, a folder for each commit, so that two commits can be compared later.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digits, medians, table } from './report.mjs';

const RESULTS = fileURLToPath(new URL('../results', import.meta.url));
const git = (...args) => execFileSync('git', args, { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' }).trim();

/** The folder of a commit; of what is not committed, one of its own. */
function folderOf(commit) {
    const name = git('rev-parse', '--short', commit);
    return join(RESULTS, commit === 'HEAD' && git('status', '--porcelain') ? `${name}-changed` : name);
}

/** Writes what the rounds of a case came to. The last run of a case on a commit is the one that stays. */
export function keep(name, results, options) {
    const folder = folderOf('HEAD');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ taken: new Date().toISOString(), options, results }, null, 1));
}

/** Prints what changed from one commit (or folder of results) to another, case by case. */
export function difference(before, after) {
    const [one, other] = [before, after].map(given => (existsSync(join(RESULTS, given)) ? join(RESULTS, given) : folderOf(given)));
    const read = (folder, file) => medians(JSON.parse(readFileSync(join(folder, file), 'utf8')).results.GraphBlog);
    const rows = readdirSync(one)
        .filter(file => existsSync(join(other, file)))
        .map(file => {
            const [was, is] = [read(one, file), read(other, file)];
            const change = key => `${digits(was[key])} → ${digits(is[key])} (${is[key] < was[key] ? '−' : '+'}${digits(Math.abs(is[key] / was[key] - 1) * 100, 1)} %)`;
            const tail = ({ p50, p99 }) => digits(p99 / p50, 1);
            return [file.replace('.json', ''), change('rps'), change('cpu'), change('database'), `${tail(was)} → ${tail(is)}`];
        });
    console.log(table(['', 'requests/s', 'CPU µs/request', 'PostgreSQL µs', 'p99/p50'], rows));
}

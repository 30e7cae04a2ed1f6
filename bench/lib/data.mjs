// The loaded database as the load scripts need to know it.
import { command } from './graphblog.mjs';
import { load } from './postgres.mjs';
import { peerId } from './postgraphile.mjs';

/** Migrates a new database and fills it. */
export async function createDatabase(postgres, database, shape) {
    await command(postgres, database, 'migrate');
    await load(postgres, database, shape);
}

export const postId = post => Buffer.from(`Post:${post}`).toString('base64');

/** All posts as lines of organisation and id, neighbours in different organisations; the SQL files count on ids without a gap. */
export async function posts(postgres, database, organisations, each) {
    const shape = await postgres.psql(database, 'select min(id), max(id), count(*) from blog.posts_all where org_id = (id - 1) / 1000 + 1');
    if (each === 1000 && shape.trim() !== `1\t${organisations * each}\t${organisations * each}`) {
        throw new Error(`The ids are not as the SQL files count on: ${shape}`);
    }
    const all = Array.from({ length: organisations * each }, (_, i) => ({
        organisation: (i % organisations) + 1,
        id: (i % organisations) * each + Math.floor(i / organisations) + 1,
    }));
    return {
        ours: all.map(({ organisation, id }) => `${organisation} ${postId(id)}`),
        peers: all.map(({ organisation, id }) => `${organisation} ${peerId(organisation, id)}`),
    };
}

/** Brings all posts to one version, by edits with their audit entries, and the tables to rest. Answers the version. */
export async function level(postgres, database) {
    for (;;) {
        const [low, high] = (await postgres.psql(database, 'select min(version), max(version) from blog.posts_all where deleted_at is null'))
            .trim()
            .split('\t')
            .map(Number);
        if (low === high) {
            await postgres.psql(database, 'vacuum (analyze) blog.posts_all, audit.audit_log; checkpoint');
            return low;
        }
        await postgres.psql(database, `update blog.posts_all set title = 'Level ' || version where deleted_at is null and version < ${high}`);
    }
}

/** The sum of all versions: how many updates there have been. */
export const updates = async (postgres, database) => Number(await postgres.psql(database, 'select sum(version) from blog.posts_all'));

// PostGraphile 5 as its manual has it run in production: one process, the amber preset, the `pg` adaptor with prepared
// statements (its default), no explain, no GraphiQL. The tenant comes from a header and becomes pgSettings; no token is
// verified here, which spares the peer work that GraphBlog does.
import { createServer } from 'node:http';
import { grafserv } from 'postgraphile/grafserv/node';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { postgraphile } from 'postgraphile';

// What the catalogue does not say: the names of relations, and what record_id means (the log outlives its records, so it has no
// foreign key).
const relations = jsonPgSmartTags({
    version: 1,
    config: {
        class: {
            'blog.posts': { tags: { behavior: '-*', name: 'live_posts' } }, // the same rows as below; the table has the keys
            'blog.posts_all': {
                tags: { name: 'posts' },
                attribute: {
                    created_at: { tags: { behavior: '+orderBy' } }, // the index that serves these is partial, which PostGraphile
                    deleted_at: { tags: { behavior: '+filterBy' } }, // does not count as one
                },
                constraint: {
                    posts_all_org_id_author_id_fkey: { tags: { fieldName: 'author' } },
                    posts_all_created_by_fkey: { tags: { fieldName: 'creator' } },
                    posts_all_updated_by_fkey: { tags: { fieldName: 'updater' } },
                },
            },
            'blog.comments': { tags: { behavior: '-*', name: 'live_comments' } },
            'blog.comments_all': {
                tags: { name: 'comments' },
                attribute: { created_at: { tags: { behavior: '+orderBy' } }, deleted_at: { tags: { behavior: '+filterBy' } } },
                constraint: {
                    comments_all_org_id_post_id_fkey: { tags: { foreignFieldName: 'comments' } },
                    comments_all_org_id_author_id_fkey: { tags: { fieldName: 'author' } },
                },
            },
            'audit.audit_log': {
                tags: {
                    foreignKey: '(org_id, record_id) references blog.posts_all (org_id, id)|@fieldName post|@foreignFieldName auditHistory',
                },
            },
        },
    },
});

const preset = {
    extends: [PostGraphileAmberPreset],
    plugins: [relations],
    pgServices: [
        makePgService({
            connectionString: process.env.DATABASE_URL,
            schemas: ['blog', 'audit'],
            poolConfig: { max: Number(process.env.POOL_SIZE), options: '-c plan_cache_mode=force_generic_plan' },
        }),
    ],
    grafast: {
        context: ({ node }) => {
            const [org, user] = node.req.headers['x-tenant'].split(':');
            return { pgSettings: { 'app.current_org_id': org, 'app.current_user_id': user, 'app.current_role': 'ADMIN' } };
        },
        explain: false,
    },
    grafserv: { graphiql: false, watch: false },
};

const instance = postgraphile(preset);
const serv = instance.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1');
if (process.argv[2] === '--print-schema') {
    const { printSchema } = await import('graphql');
    console.log(printSchema((await instance.getSchemaResult()).schema));
}

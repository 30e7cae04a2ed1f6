// sql: prints the statements that each case sends, with their values, from PostgreSQL's own log. sql/*.sql was made from this.
import { cases, fill, page } from './lib/cases.mjs';
import { postId } from './lib/data.mjs';
import { ask, startGraphBlog } from './lib/graphblog.mjs';

const POST = 9;

export async function captureSql({ postgres, database, identities }) {
    const server = await startGraphBlog(postgres, database, identities[0]);
    const { posts } = await ask(server, identities[0], page(9).query);
    const pages = { 'page-first': page(9), 'page-after': page(9, posts.pageInfo.endCursor) };
    for (const setting of ["log_statement = 'all'", "log_line_prefix = '%u '"]) {
        await postgres.psql(database, `alter system set ${setting}`);
    }
    await postgres.psql(database, 'select pg_reload_conf()');

    for (const [name, test] of Object.entries({ ...cases, ...pages })) {
        let from = 0;
        for (let request = 0; request < 3; request++) {
            // the third one's statements are prepared
            const version = Number(await postgres.psql(database, `select version from blog.posts_all where id = ${POST}`));
            from = postgres.log().length;
            await ask(
                server,
                identities[0],
                test.query.replaceAll('@N@', `${request}`),
                fill(test.variables, postId(POST), name === 'conflict' ? version - 1 : version, `${request}`),
            );
        }
        await new Promise(resolve => {
            setTimeout(resolve, 200);
        });
        const sent = postgres.log().slice(from).replaceAll('gb_app LOG:  ', '').replaceAll('gb_app DETAIL:  ', '-- ');
        console.log(`### ${name}\n\n\`\`\`\n${sent}\`\`\`\n`);
    }
}

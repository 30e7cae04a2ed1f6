import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ApolloClient, gql, HttpLink } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { getIntrospectionQuery } from 'graphql';
import { createClient as createEvents } from 'graphql-sse';
import { createClient as createSockets } from 'graphql-ws';
import WebSocket from 'ws';

/** Runs what docs/clients.md shows, as one module in the order of the page. */
export async function guideChecks({ url, headers }) {
  const blocks = [...readFileSync('../../docs/clients.md', 'utf8').matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code);
  mkdirSync('generated/guide', { recursive: true });
  writeFileSync('generated/guide/page.mjs', blocks.join('\n').replaceAll("from 'relay-runtime'", "from './relay.mjs'"));
  writeFileSync('generated/guide/relay.mjs', "import relay from 'relay-runtime';\nexport const { Environment, Network, Observable, RecordSource, Store } = relay;\n");
  Object.assign(process.env, { BLOG_URL: url, BLOG_TOKEN: headers.authorization.slice('Bearer '.length) });
  const { ask, change, save, follow, relay, apollo, urql } = await import('../generated/guide/page.mjs');

  const create = 'mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version title } errors { __typename ... on Error { message } } } }';
  const created = async (title) => (await change(create, { title, body: 'Text' })).data.createPost.post;
  const history = async (id) => (await ask('query($id: ID!) { post(id: $id) { version title body tags } }', { id })).data.post;

  /** What comes of a request while its answers are replaced by those that are given, as long as there are any. */
  async function meanwhile(answers, work) {
    const real = globalThis.fetch;
    globalThis.fetch = async (...request) => (answers.length > 0 ? answers.shift()(() => real(...request)) : real(...request));
    try {
      return await work();
    } finally {
      globalThis.fetch = real;
      assert.deepEqual(answers, []);
    }
  }
  const failed = (code, status = 200, more = {}) => new Response(JSON.stringify({ data: null, errors: [{ message: code, extensions: { code } }] }), { status, headers: more });

  return {
    async 'a server that is busy is asked again when it said'() {
      const { data } = await meanwhile([() => failed('DATABASE_BUSY', 503, { 'retry-after': '1' })], () => ask('{ viewer { user { handle } } }'));
      assert.equal(data.viewer.user.handle, 'ada');
    },
    async 'a change whose answer is lost, or not known, is made once'() {
      const title = `Guide ${crypto.randomUUID()}`;
      const lost = async (send) => { await send(); throw new TypeError('the answer was lost'); };
      const unknown = async (send) => { await send(); return failed('OUTCOME_UNKNOWN'); };
      const { data } = await meanwhile([lost, unknown], () => change(create, { title, body: 'Text' }));
      assert.deepEqual([data.createPost.post.title, data.createPost.post.version], [title, 1]);
      const found = await ask('query($title: String) { posts(where: { title: { eq: $title } }) { nodes { id } } }', { title });
      assert.equal(found.data.posts.nodes.length, 1);
    },
    async 'others are merged with, and a person chooses between what both have changed'() {
      const post = await created('Guide, merged');
      await save(post, { body: 'Theirs' });
      assert.equal((await save(post, { tags: ['mine'] })).post.version, 3);
      const asked = [];
      const saved = await save(post, { body: 'Mine', title: 'Mine' }, async (conflict) => (asked.push(conflict), conflict.theirs));
      assert.deepEqual(asked.map(({ field, base, theirs, yours }) => [field, base, theirs, yours]), [['body', 'Text', 'Theirs', 'Mine']]);
      assert.equal(saved.errors, null);
      assert.deepEqual(await history(post.id), { version: 4, title: 'Mine', body: 'Theirs', tags: ['mine'] });
      assert.equal((await save({ ...post, id: 'UG9zdDo5OTk5OTk=' }, { title: 'x' })).errors[0].__typename, 'PostNotFoundError');
    },
    async 'changes are followed behind what was read, over streams and sockets, also past an end'() {
      const options = { url, headers, retryAttempts: 0 };
      for (const client of [
        createEvents(options),
        createSockets({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: headers, retryAttempts: 0 }),
      ]) {
        const { data } = await ask('{ changeCursor posts(first: 20) { nodes { id title version } } }');
        const ids = [(await created('Followed one')).id, (await created('Followed two')).id];
        const heard = [];
        const once = { iterate: (request) => oneEach(client.iterate(request)) }; // ends behind each event, as a network may
        for await (const { action, postId, post } of follow(once, 'action postId post { id title version }', data.changeCursor)) {
          heard.push([action, postId, post.title]);
          if (heard.length === 2) {
            break;
          }
        }
        assert.deepEqual(heard, [['CREATE', ids[0], 'Followed one'], ['CREATE', ids[1], 'Followed two']]);
        await assert.rejects(follow(client, 'nonsense', data.changeCursor).next(), (errors) => errors[0].extensions.code === 'VALIDATION_FAILED');
        client.dispose();
      }
    },
    async 'the clients take what the page gives them'() {
      const { default: runtime } = await import('relay-runtime');
      const { createRequire } = await import('node:module');
      const artifact = createRequire(import.meta.url)('../generated/relay/identityLiveQuery.graphql.js');
      const { posts } = await runtime.fetchQuery(relay(createEvents({ url, headers })), artifact, {}).toPromise();
      assert.ok(posts.nodes.length > 0);

      const page = gql('query($first: Int!, $after: String) { posts(first: $first, after: $after) { edges { node { id title } } pageInfo { endCursor hasNextPage } } }');
      const client = new ApolloClient({ cache: apollo(), link: new HttpLink({ uri: url, headers }) });
      const { data } = await client.query({ query: page, variables: { first: 1 } });
      await client.query({ query: page, variables: { first: 1, after: data.posts.pageInfo.endCursor }, fetchPolicy: 'network-only' });
      assert.equal(client.readQuery({ query: page, variables: { first: 1 } }).posts.edges.length, 2);

      const { data: schema } = await ask(getIntrospectionQuery());
      const cached = new Client({ url, fetchOptions: { headers }, preferGetMethod: false, exchanges: [urql(schema), fetchExchange] });
      assert.equal((await cached.query('{ viewer { role user { id handle } } }', {})).data.viewer.user.handle, 'ada');
      assert.equal((await cached.query('{ viewer { role } }', {}, { requestPolicy: 'cache-only' })).data.viewer.role, 'ADMIN');
    },
  };
}

async function* oneEach(results) {
  for await (const result of results) {
    yield result;
    return;
  }
}

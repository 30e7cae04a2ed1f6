import assert from 'node:assert/strict';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition, relayStylePagination } from '@apollo/client/utilities';
import { createHash } from 'node:crypto';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { CreatePostDocument, PostChangedDocument, PostsPageDocument, UpdatePostDocument } from '../generated/compiled/generated/gql/graphql.js';

/** Apollo Client, with subscriptions over a WebSocket. */
export function apolloChecks({ url, headers }) {
  const sockets = createClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: headers, retryAttempts: 0 });
  const client = new ApolloClient({
    link: ApolloLink.split(
      ({ query }) => getMainDefinition(query).operation === 'subscription',
      new GraphQLWsLink(sockets),
      new HttpLink({ uri: url, headers }),
    ),
    cache: new InMemoryCache({ typePolicies: { Query: { fields: { posts: relayStylePagination() } } } }),
  });
  const mutate = async (mutation, input) => (await client.mutate({ mutation, variables: { input } })).data;
  const create = async (title) => (await mutate(CreatePostDocument, { title, body: 'Text' })).createPost.post;

  return {
    async 'its Relay-style pagination joins pages'() {
      await create('Apollo one');
      await create('Apollo two');
      const watched = client.watchQuery({ query: PostsPageDocument, variables: { first: 1 } });
      const seen = (count) => new Promise((resolve) => {
        watched.subscribe(({ data }) => data?.posts?.edges?.length === count && resolve(data.posts));
      });
      const { pageInfo } = await seen(1);
      await watched.fetchMore({ variables: { after: pageInfo.endCursor } });
      assert.deepEqual((await seen(2)).edges.map((edge) => edge.node.title), ['Apollo two', 'Apollo one']);
      watched.stop();
    },
    async 'its link of persisted queries asks once, is told that there are none, and sends documents from then on'() {
      for (const useGETForHashedQueries of [false, true]) {
        const asked = [];
        const persisted = new ApolloClient({
          link: new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex'), useGETForHashedQueries })
            .concat(new HttpLink({ uri: url, headers, fetch: (at, init) => (asked.push(`${at} ${init.body ?? ''}`), fetch(at, init)) })),
          cache: new InMemoryCache(),
        });
        for (const first of [1, 2]) {
          const { data } = await persisted.query({ query: PostsPageDocument, variables: { first } });
          assert.ok(data.posts.edges.length >= 1);
        }
        assert.deepEqual(asked.map((request) => /"query":|[?&]query=/.test(request)), [false, true, true]);
      }
    },
    async 'a mutation that meets a conflict'() {
      const { id } = await create('Apollo three');
      await mutate(UpdatePostDocument, { id, expectedVersion: 1, title: 'Theirs' });
      const [failure] = (await mutate(UpdatePostDocument, { id, expectedVersion: 1, title: 'Mine' })).updatePost.errors;
      assert.deepEqual([failure.__typename, failure.currentVersion, failure.current.title], ['ConcurrencyError', 2, 'Theirs']);
    },
    async 'a subscription over a socket'() {
      const writing = setInterval(() => void create('Apollo four'), 300); // a subscription does not tell when it has begun
      const heard = await new Promise((resolve, reject) => {
        const following = client.subscribe({ query: PostChangedDocument }).subscribe({
          next: ({ data, error }) => (error ? reject(error) : resolve(data.postChanged), setTimeout(() => following.unsubscribe())),
          error: reject,
        });
      });
      clearInterval(writing);
      assert.deepEqual([heard.action, heard.post.title], ['CREATE', 'Apollo four']);
    },
  };
}

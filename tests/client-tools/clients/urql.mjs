import assert from 'node:assert/strict';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-sse';
import { CreatePostDocument, PostChangedDocument, PostsPageDocument, UpdatePostDocument } from '../generated/compiled/generated/gql/graphql.js';

/** urql, with subscriptions as event streams. */
export function urqlChecks({ url, headers }) {
  const events = createClient({ url, headers, retryAttempts: 0 });
  const client = new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers },
    exchanges: [
      fetchExchange,
      subscriptionExchange({ forwardSubscription: (operation) => ({ subscribe: (sink) => ({ unsubscribe: events.subscribe(operation, sink) }) }) }),
    ],
  });
  const create = async (title) => (await client.mutation(CreatePostDocument, { input: { title, body: 'Text' } })).data.createPost.post;

  return {
    async 'a query'() {
      await create('urql one');
      const { data, error } = await client.query(PostsPageDocument, { first: 1 });
      assert.equal(error, undefined);
      assert.equal(data.posts.edges[0].node.title, 'urql one');
    },
    async 'a mutation that meets a conflict'() {
      const { id } = await create('urql two');
      await client.mutation(UpdatePostDocument, { input: { id, expectedVersion: 1, title: 'Theirs' } });
      const { data } = await client.mutation(UpdatePostDocument, { input: { id, expectedVersion: 1, title: 'Mine' } });
      const [failure] = data.updatePost.errors;
      assert.deepEqual([failure.__typename, failure.currentVersion, failure.current.title], ['ConcurrencyError', 2, 'Theirs']);
    },
    async 'a subscription that goes on behind a cursor'() {
      const first = await nextWhile(() => create('urql three'));
      const missed = await create('urql four');
      const events = [];
      await new Promise((resolve) => {
        const { unsubscribe } = client.subscription(PostChangedDocument, { after: first.cursor }).subscribe(({ data }) => {
          events.push(data.postChanged);
          if (data.postChanged.postId === missed.id) {
            resolve(unsubscribe());
          }
        });
      });
      assert.ok(!events.some((event) => event.cursor === first.cursor));
    },
  };

  /** The next change, while changes are made: a subscription does not tell when it has begun. */
  async function nextWhile(change) {
    const writing = setInterval(() => void change(), 300);
    const { data } = await new Promise((resolve) => {
      const { unsubscribe } = client.subscription(PostChangedDocument, {}).subscribe((result) => {
        resolve(result);
        setTimeout(() => unsubscribe());
      });
    });
    clearInterval(writing);
    return data.postChanged;
  }
}

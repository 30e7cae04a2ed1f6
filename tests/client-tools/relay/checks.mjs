import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { createClient } from 'graphql-sse';
import relay from 'relay-runtime';

const {
  commitMutation, ConnectionHandler, Environment, fetchQuery, getSingularSelector, Network, Observable, RecordSource, requestSubscription, Store,
} = relay;
const require = createRequire(import.meta.url);
const artifact = (name) => require(`../generated/relay/${name}.graphql.js`);

export function relayChecks({ url, headers }) {
  const events = createClient({ url, headers, retryAttempts: 0 });
  const environment = new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      async ({ text }, variables) => {
        const body = JSON.stringify({ query: text, variables });
        const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
        return answer.json();
      },
      ({ text }, variables) => Observable.create((sink) => events.subscribe({ query: text, variables }, sink)),
    ),
  });
  const query = (name, variables) => fetchQuery(environment, artifact(name), variables).toPromise();
  const read = (name, reference) => environment.lookup(getSingularSelector(artifact(name), reference)).data;
  const change = (name, variables) => new Promise((onCompleted, onError) => {
    commitMutation(environment, { mutation: artifact(name), variables, onCompleted: (data) => onCompleted(data), onError });
  });
  const connections = [ConnectionHandler.getConnectionID('client:root', 'documents_posts')];
  const create = async (title, lists = []) => (
    await change('documentsCreateMutation', { input: { title, body: 'Text' }, connections: lists })).createPost.post;

  return {
    async 'a connection is paged by its cursors'() {
      await create('Relay one');
      await create('Relay two');
      const first = await query('documentsPostsPageQuery', { first: 1 });
      const [edge] = read('documents_posts', first).posts.edges;
      assert.equal(read('documents_post', edge.node).title, 'Relay two');
      const next = await query('documentsPostsPageQuery', { first: 1, after: read('documents_posts', first).posts.pageInfo.endCursor });
      assert.ok(next);
    },
    async 'a created post joins the list, and a deleted one leaves it'() {
      const list = await query('documentsListQuery', {});
      const count = () => read('documents_posts', list).posts.edges.length;
      const before = count();
      const { id } = await create('Relay three', connections);
      assert.equal(count(), before + 1);
      const { deletePost } = await change('documentsTrashMutation', { input: { id, expectedVersion: 1 }, connections });
      assert.equal(deletePost.errors, null);
      assert.equal(count(), before);
    },
    async 'a conflict brings the current post into the store'() {
      const { id } = await create('Relay four');
      const theirs = await change('documentsUpdateMutation', { input: { id, expectedVersion: 1, title: 'Theirs' } });
      assert.equal(theirs.updatePost.post.version, 2);
      const { updatePost } = await change('documentsUpdateMutation', { input: { id, expectedVersion: 1, title: 'Mine' } });
      const [error] = updatePost.errors;
      assert.deepEqual(
        [error.__typename, error.currentVersion, error.conflicts, error.current.title],
        ['ConcurrencyError', 2, [{ field: 'title', base: 'Relay four', theirs: 'Theirs', yours: 'Mine' }], 'Theirs'],
      );
    },
    async 'a fragment is fetched again by its node, and history is paged below it'() {
      const { id } = await create('Relay five');
      const { node } = await query('documentsPostRefetchQuery', { id });
      assert.equal(read('documents_post', node).title, 'Relay five');
      const one = await query('documentsOneQuery', { id });
      assert.equal(read('documents_history', one.node.history).auditHistory.edges[0].node.action, 'CREATE');
    },
    async 'a subscription puts changes into the store'() {
      const heard = new Promise((onNext, onError) => {
        const subscription = requestSubscription(environment, {
          subscription: artifact('documentsChangesSubscription'),
          variables: {},
          onNext: (data) => { onNext(data.postChanged); subscription.dispose(); },
          onError,
        });
      });
      const writing = setInterval(() => void create('Relay six'), 300); // a subscription does not tell when it has begun
      const change = await heard.finally(() => clearInterval(writing));
      assert.equal(change.action, 'CREATE');
      assert.equal(read('documents_post', change.post).title, 'Relay six');
    },
  };
}

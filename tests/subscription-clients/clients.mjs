// Usage: node clients.mjs <url>
// Talks to the server of the tests with the real clients; prints every check, exits 1 where one does not hold.
import assert from 'node:assert/strict';
import { createClient as createEventStreams } from 'graphql-sse';
import { createClient as createSockets } from 'graphql-ws';
import WebSocket from 'ws';

const url = process.argv[2];
const token = { Authorization: 'Bearer ada' };
const stubborn = { retryAttempts: 0 };
const sockets = (options = {}) => createSockets({
  url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: token, ...stubborn, ...options,
});
const eventStreams = (options = {}) => createEventStreams({ url, headers: token, ...stubborn, ...options });

async function all(client, query, variables) {
  const results = [];
  for await (const result of client.iterate({ query, variables })) {
    results.push(result);
  }
  return results;
}

const codes = (errors) => errors.map((e) => e.extensions.code);
const both = {
  async 'a subscription answers every event'(client) {
    assert.deepEqual(
      await all(client, 'subscription($n: Int) { count(to: $n) }', { n: 3 }),
      [1, 2, 3].map((count) => ({ data: { count } })),
    );
  },
  async 'queries and mutations answer once'(client) {
    assert.deepEqual(await all(client, '{ hello }'), [{ data: { hello: 'world' } }]);
    const [{ data }] = await all(client, 'mutation { step(name: "a") { loaded } }');
    assert.equal(data.step.loaded, 'write a, load a');
  },
  async 'operations run for the bearer of the token'(client) {
    assert.deepEqual(await all(client, '{ viewer }'), [{ data: { viewer: 'ada' } }]);
    assert.deepEqual(await all(client, 'subscription { ticks(to: 1) { viewer } }'), [{ data: { ticks: { viewer: 'ada' } } }]);
  },
  async 'a field that fails is part of a result'(client) {
    const [{ data, errors }] = await all(client, '{ hello refuse }');
    assert.deepEqual([data, codes(errors)], [{ hello: 'world', refuse: null }, ['FORBIDDEN']]);
  },
  async 'several operations run at once, and one that is left ends on the server'(client) {
    const never = client.iterate({ query: 'subscription { never }' });
    const waiting = never.next();
    const counts = await Promise.all([1, 2, 3].map((n) => all(client, `subscription { count(to: ${n}) }`)));
    assert.deepEqual(counts.map((results) => results.length), [1, 2, 3]);
    await never.return();
    assert.equal((await waiting).done, true);
  },
};

const overSockets = {
  ...both,
  async 'what does not execute is an error'(client) {
    await assert.rejects(all(client, '{ unknown }'), (errors) => codes(errors)[0] === 'VALIDATION_FAILED');
    await assert.rejects(all(client, 'subscription { refused }'), (errors) => codes(errors)[0] === 'STREAM_OVER');
    await assert.rejects(all(client, 'subscription { broken }'), (errors) => codes(errors)[0] === 'UNEXPECTED');
  },
  async 'who is not let in is told why'() {
    const client = sockets({ connectionParams: { authorization: 'Bearer mallory' } });
    await assert.rejects(all(client, '{ hello }'), (closed) => closed.code === 4403 && closed.reason === 'Forbidden: Sign in.');
  },
  async 'both sides ping'() {
    let frames = 0;
    let pongs = 0;
    const client = sockets({
      keepAlive: 500,      // the server pings only who has said nothing for 200 ms
      on: { opened: (socket) => socket.on('ping', () => frames++), pong: (received) => (pongs += received ? 1 : 0) },
    });
    const never = client.iterate({ query: 'subscription { never }' });
    void never.next();
    while (frames < 2 || pongs < 2) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await never.return();
    await client.dispose();
  },
};

const overEventStreams = {
  ...both,
  async 'what does not execute is a result with errors'(client) {
    const failed = async (query) => (await all(client, query)).at(-1);
    for (const [query, code] of [
      ['{ unknown }', 'VALIDATION_FAILED'],
      ['subscription { refused }', 'STREAM_OVER'],
      ['subscription { broken }', 'UNEXPECTED'],
    ]) {
      const result = await failed(query);
      assert.deepEqual([codes(result.errors), 'data' in result], [[code], false]);
    }
  },
  async 'who is not let in is told so by the status'() {
    const client = eventStreams({ headers: {} });
    await assert.rejects(all(client, '{ hello }'), (error) => error.response.status === 401);
  },
};

let ok = 0;
let count = 0;
for (const [name, client, checks] of [['graphql-ws', sockets(), overSockets], ['graphql-sse', eventStreams(), overEventStreams]]) {
  for (const [title, check] of Object.entries(checks)) {
    count++;
    try {
      await check(client);
      ok++;
      console.log(`ok     ${name}: ${title}`);
    } catch (error) {
      console.log(`broken ${name}: ${title}\n${error.stack ?? JSON.stringify(error)}`);
    }
  }
  await client.dispose();
}
console.log(`${count} checks, ${ok} ok`);
process.exit(ok === count ? 0 : 1);

import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { getIntrospectionQuery, parse } from 'graphql';
import { createClient as createEvents } from 'graphql-sse';
import { createClient as createSockets } from 'graphql-ws';
import { createRequire } from 'node:module';
import relay from 'relay-runtime';
import WebSocket from 'ws';

const { commitMutation, createOperationDescriptor, Environment, fetchQuery, Network, Observable, RecordSource, requestSubscription, Store } = relay;
const require = createRequire(import.meta.url);
const artifact = (name) => require(`../generated/relay/identity${name}.graphql.js`);
const documents = new Map();
const document = (name) => documents.get(name) ?? documents.set(name, parse(artifact(name).params.text)).get(name);

/** Relay's store: one record for each id, whatever its type. */
export function relayStore({ url, headers }, fetchAs = fetch) {
  const events = createEvents({ url, headers, retryAttempts: 0 });
  const environment = new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(
      async ({ text }, variables) => (await fetchAs(url, {
        method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query: text, variables }),
      })).json(),
      ({ text }, variables) => Observable.create((sink) => events.subscribe({ query: text, variables }, sink)),
    ),
  });
  const live = createOperationDescriptor(artifact('LiveQuery'), {});
  environment.retain(live);
  return {
    ask: (name, variables = {}) => (name.endsWith('Query')
      ? fetchQuery(environment, artifact(name), variables, { networkCacheConfig: { force: true } }).toPromise()
      : new Promise((onCompleted, onError) => {
        commitMutation(environment, { mutation: artifact(name), variables, onCompleted: (data) => onCompleted(data), onError });
      })),
    follow(after, next, onError) {
      const subscription = requestSubscription(environment, {
        subscription: artifact('ChangesSubscription'), variables: { after }, onNext: ({ postChanged }) => next(postChanged), onError,
      });
      return () => subscription.dispose();
    },
    live: async () => environment.lookup(live.fragment).data.posts.nodes,
    records: async () => Object.values(environment.getStore().getSource().toJSON()).filter((one) => one?.id).map((one) => [one.id, one.__typename]),
  };
}

/** Apollo's cache, told to keep one record for each id as these ids allow; by itself it has one for each type and id. */
export function apolloCache({ url, headers }, fetchAs = fetch) {
  const sockets = createSockets({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: headers, retryAttempts: 0 });
  const cache = new InMemoryCache({ dataIdFromObject: ({ id }) => id });
  const client = new ApolloClient({
    cache,
    link: ApolloLink.split(
      ({ query }) => getMainDefinition(query).operation === 'subscription',
      new GraphQLWsLink(sockets),
      new HttpLink({ uri: url, headers, fetch: fetchAs }),
    ),
  });
  return {
    ask: async (name, variables) => (await (name.endsWith('Query')
      ? client.query({ query: document(name), variables, fetchPolicy: 'network-only' })
      : client.mutate({ mutation: document(name), variables }))).data,
    follow(after, next, onError) {
      const subscription = client.subscribe({ query: document('ChangesSubscription'), variables: { after } })
        .subscribe({ next: ({ data, error }) => (error ? onError(error) : next(data.postChanged)), error: onError });
      return () => subscription.unsubscribe();
    },
    live: async () => client.readQuery({ query: document('LiveQuery') }).posts.nodes,
    records: async () => Object.values(cache.extract()).filter((one) => one.id).map((one) => [one.id, one.__typename]),
  };
}

/** urql's Graphcache, which with the schema knows every type; those without an id are parts of what they stand in. */
export async function graphcache({ url, headers }, fetchAs = fetch) {
  const ask = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query: getIntrospectionQuery() }) };
  const { data: schema } = await (await fetch(url, ask)).json();
  const parts = schema.__schema.types.filter((type) => type.fields && !type.fields.some((field) => field.name === 'id'));
  const events = createEvents({ url, headers, retryAttempts: 0 });
  const kept = {};
  const client = new Client({
    url,
    fetch: fetchAs,
    fetchOptions: { headers },
    preferGetMethod: false,
    exchanges: [
      cacheExchange({
        schema,
        keys: Object.fromEntries(parts.map((type) => [type.name, () => null])),
        storage: { readData: async () => ({}), writeData: async (changes) => void Object.assign(kept, changes) },
      }),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: (operation) => ({ subscribe: (sink) => ({ unsubscribe: events.subscribe(operation, sink) }) }) }),
    ],
  });
  const whole = ({ data, error }) => {
    if (error) {
      throw error;
    }
    return data;
  };
  return {
    ask: async (name, variables = {}) => whole(await (name.endsWith('Query')
      ? client.query(document(name), variables, { requestPolicy: 'network-only' })
      : client.mutation(document(name), variables))),
    follow(after, next, onError) {
      const { unsubscribe } = client.subscription(document('ChangesSubscription'), { after })
        .subscribe(({ data, error }) => (error ? onError(error) : next(data.postChanged)));
      return unsubscribe;
    },
    live: async () => whole(await client.query(document('LiveQuery'), {}, { requestPolicy: 'cache-only' })).posts.nodes,
    async records() {
      await new Promise((resolve) => { setTimeout(resolve, 50); }); // it writes what it keeps a moment later
      return Object.entries(kept).filter(([place, value]) => place.endsWith('.id') && value).map(([place, id]) => {
        return [JSON.parse(id), JSON.parse(kept[`${place.slice(0, -3)}.__typename`])];
      });
    },
  };
}

import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import { retryExchange } from '@urql/exchange-retry';
import { Client, fetchExchange, subscriptionExchange } from 'urql';
import type { PostChangedSubscription } from './gql/graphql';
import { possibleTypes } from './gql/possibleTypes';
import { followChanges, type LiveEvents } from './live';

/** A client that asks for whoever the token names, with a cache of their own; without a token the server decides who that is. */
export function createBlogClient(token: string | null, live: LiveEvents): Client {
  const credentials: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { headers: credentials },
    exchanges: [
      cacheExchange({
        possibleTypes,
        keys: Object.fromEntries(withoutId.map((type) => [type, () => null])),
        updates: {
          Mutation: {
            createPost: (_result, _args, cache) => forgetLists(cache),
            deletePost: (_result, _args, cache) => forgetLists(cache),
            restorePost: (_result, _args, cache) => forgetLists(cache),
            purgePost: (_result, _args, cache) => forgetLists(cache),
            updatePost: (_result, args, cache) => forgetHistory(cache, args),
            revertPost: (_result, args, cache) => forgetHistory(cache, args),
          },
          Subscription: {
            // The event carries the post, which the cache has put in its place by now. What is left is what the event does not carry.
            postChanged: (result, _args, cache) => {
              const { action, postId: id } = (result as PostChangedSubscription).postChanged;
              forget(cache, { __typename: 'Post', id }, 'auditHistory');
              if (action === 'TRASH' || action === 'PURGE') {
                cache.invalidate({ __typename: 'Post', id });
              }
              if (action !== 'UPDATE') {
                forgetLists(cache);
              }
            },
          },
        },
      }),
      // Trying again is safe for mutations too: they carry an idempotency key, and the server answers a repetition with the first result.
      retryExchange({ initialDelayMs: 300, maxNumberAttempts: 4, retryIf: (error) => error.networkError !== undefined }),
      fetchExchange,
      subscriptionExchange({ forwardSubscription: followChanges(credentials, live) }),
    ],
  });
}

/** Objects that are part of another one, and are nothing without it. */
const withoutId = ['FieldChange', 'FieldConflict', 'PostChange', 'RestoreConflict', 'Viewer'];

/** Forgets what was answered to a field, whatever its arguments. Queries on the screen that show it are sent again. */
function forget(cache: Cache, entity: 'Query' | { __typename: string; id: string }, field: string): void {
  for (const { fieldName, arguments: args } of cache.inspectFields(entity)) {
    if (fieldName === field) {
      cache.invalidate(entity, fieldName, args);
    }
  }
}

function forgetLists(cache: Cache): void {
  forget(cache, 'Query', 'posts');
  forget(cache, 'Query', 'trash');
}

function forgetHistory(cache: Cache, args: { input?: unknown }): void {
  const { id } = args.input as { id: string };
  forget(cache, { __typename: 'Post', id }, 'auditHistory');
}

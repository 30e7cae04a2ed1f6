import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import { retryExchange } from '@urql/exchange-retry';
import { Client, fetchExchange, subscriptionExchange } from 'urql';
import type { ChangePostsInput, PostChangedSubscription } from './gql/graphql';
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
            addComment: (_result, args, cache) => {
              const { postId } = args.input as { postId: string };
              forget(cache, { __typename: 'Post', id: postId }, 'comments');
            },
            // A list that holds what is gone is asked for again.
            deleteComment: (_result, args, cache) => cache.invalidate({ __typename: 'Comment', id: idOf(args) }),
            createUser: (_result, _args, cache) => forget(cache, 'Query', 'users'),
            createPost: (_result, _args, cache) => forgetLists(cache),
            deletePost: (_result, _args, cache) => forgetLists(cache),
            restorePost: (_result, _args, cache) => forgetLists(cache),
            purgePost: (_result, _args, cache) => forgetLists(cache),
            updatePost: (_result, args, cache) => {
              forgetConsequences(cache, idOf(args));
              forgetSelections(cache);
            },
            publishPost: (_result, args, cache) => forgetConsequences(cache, idOf(args)),
            unpublishPost: (_result, args, cache) => forgetConsequences(cache, idOf(args)),
            changePosts: (_result, args, cache) => {
              for (const { update, publish, unpublish } of (args.input as ChangePostsInput).changes) {
                const changed = update ?? publish ?? unpublish;
                if (changed) {
                  forgetConsequences(cache, changed.id);
                }
              }
              forgetLists(cache);
            },
            revertPost: (_result, args, cache) => forgetConsequences(cache, idOf(args)),
          },
          Subscription: {
            // The event carries the post, which the cache has put in its place by now. What is left is what the event does not carry.
            postChanged: (result, _args, cache) => {
              const { action, postId: id, gone, changedFields } = (result as PostChangedSubscription).postChanged;
              forgetConsequences(cache, id);
              if (gone) {
                cache.invalidate({ __typename: 'Post', id });
              }
              // A post of which another version is live may be new to this reader, or may have gone from their lists.
              if (action === 'UPDATE' && !gone && !changedFields.includes('liveVersion')) {
                forgetSelections(cache);
              } else {
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
const withoutId = ['ChangedPost', 'ChangePostsError', 'FieldChange', 'FieldConflict', 'PostChange', 'RestoreConflict', 'Viewer'];

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

/** Lists that a changed title, status or tag may add a post to, take it from, or put in another order; and what it looks like. */
function forgetSelections(cache: Cache): void {
  for (const { fieldName, arguments: args } of cache.inspectFields('Query')) {
    if (fieldName === 'posts' && (args?.search || args?.where || args?.order)) {
      cache.invalidate('Query', fieldName, args);
    }
  }
}

/** What a change of a post brings about, and its answer does not carry. */
function forgetConsequences(cache: Cache, id: string): void {
  for (const field of ['auditHistory', 'bodyHtml', 'publishedAt']) {
    forget(cache, { __typename: 'Post', id }, field);
  }
}

const idOf = (args: { input?: unknown }) => (args.input as { id: string }).id;

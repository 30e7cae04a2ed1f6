// Compiled, never run: each line that must not compile says so, and tsc refuses the file when it does.
import type { FoundQuery, PostsPageQuery, UpdatePostMutation, UpdatePostMutationVariables } from '../generated/gql/graphql';

type UpdatePostError = NonNullable<UpdatePostMutation['updatePost']['errors']>[number];

export function describe(error: UpdatePostError): string {
  switch (error.__typename) {
    case 'ConcurrencyError': {
      const [conflict] = error.conflicts;
      const theirs: unknown = conflict?.theirs;
      return `${error.currentVersion}${error.mergeable}${theirs}${error.current?.__typename === 'Post' ? error.current.title : ''}`;
    }
    case 'SlugTakenError':
      return `${error.slug} ${error.suggestion}`;
    case 'ValidationError':
      return `${error.field} ${error.message}`;
    case 'PostNotFoundError':
      return error.postId;
    case 'IdempotencyMismatchError':
      return error.idempotencyKey;
    default: {
      const none: never = error; // all members are above
      return none;
    }
  }
}

export function incomplete(error: UpdatePostError): string {
  // @ts-expect-error a member's field is out of reach before it is narrowed
  const early = error.suggestion;
  if (error.__typename === 'SlugTakenError') {
    // @ts-expect-error and so is another member's field afterwards
    return error.currentVersion;
  }
  // @ts-expect-error some members are left
  const none: never = error;
  return `${early}${none}`;
}

export function nullability(page: PostsPageQuery, payload: UpdatePostMutation['updatePost'], found: FoundQuery): string[] {
  const titles: string[] = page.posts.edges.map((edge) => edge.node.title);
  // @ts-expect-error an empty page has no cursor
  const end: string = page.posts.pageInfo.endCursor;
  // @ts-expect-error a payload has a post or errors
  const version: number = payload.post.version;
  // @ts-expect-error an id may be nobody's
  const type: string = found.nodes[0].__typename;
  return [...titles, end, `${version}`, type];
}

export const complete: UpdatePostMutationVariables = { input: { id: 'UG9zdDox', expectedVersion: 1, title: 'x', onConflict: 'MERGE' } };

// @ts-expect-error nobody changes a post without the version that they have read
export const careless: UpdatePostMutationVariables = { input: { id: 'UG9zdDox', title: 'x' } };

import type { PostContentFragment, PostStatus } from './gql/graphql';

/** What somebody types: a post's fields as a form has them. */
export interface Draft {
  title: string;
  slug: string;
  status: PostStatus;
  tags: string;
  body: string;
}

/** A draft and the version it is based on, which need not be the latest; null for a post that is not there yet. */
export interface BasedDraft {
  base: PostContentFragment | null;
  draft: Draft;
}

/** The fields to send: those that differ from the version they are based on, and no other. So others can change the rest meanwhile. */
export type Changes = Partial<Pick<PostContentFragment, 'title' | 'slug' | 'status' | 'tags' | 'body'>>;

export function draftOf(post: PostContentFragment | null): Draft {
  return post
    ? { title: post.title, slug: post.slug, status: post.status, tags: post.tags.join(', '), body: post.body }
    : { title: '', slug: '', status: 'DRAFT', tags: '', body: '' };
}

export const draftName = (id: string | null) => `post/${id ?? 'new'}`;

export function changesOf({ base, draft }: BasedDraft): Changes {
  return changesBetween(draftOf(base), draft);
}

export function changesBetween(was: Draft, draft: Draft): Changes {
  const { title, slug, status, body } = draft;
  return {
    ...(title !== was.title && { title }),
    ...(slug !== was.slug && { slug }),
    ...(status !== was.status && { status }),
    ...(draft.tags !== was.tags && { tags: draft.tags.split(',').map((tag) => tag.trim()).filter(Boolean) }),
    ...(body !== was.body && { body }),
  };
}

/** A draft of a newer version that keeps these changes. */
export function rebased(onto: PostContentFragment, { tags, ...changes }: Changes): BasedDraft {
  return { base: onto, draft: { ...draftOf(onto), ...changes, ...(tags && { tags: tags.join(', ') }) } };
}

import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { Editor } from './editor';
import { PostDocument, type PostContentFragment } from './gql/graphql';
import { describe } from './mutations';
import { historyPath, postPath } from './route';

/** A post to edit. What somebody is writing stays on the screen when the post goes away meanwhile. */
export function PostPane({ id }: { id: string }) {
  const [{ data, error }] = useQuery({ query: PostDocument, variables: { id } });
  const [last, setLast] = useState<PostContentFragment | null>(null);
  const post = data?.post ?? null;
  if (post && post !== last) {
    setLast(post);
  }
  const shown = post ?? last;
  if (!shown) {
    return <p className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : data ? <Gone /> : 'Loading…'}</p>;
  }
  return (
    <>
      <PostTabs id={id} />
      <Editor post={shown} gone={data !== undefined && post === null} />
    </>
  );
}

export function PostTabs({ id }: { id: string }) {
  const tab = (href: string, label: ReactNode) => (
    <a href={href} aria-current={location.hash === href ? 'page' : undefined}>{label}</a>
  );
  return <nav className="tabs" aria-label="Post">{tab(postPath(id), 'Edit')}{tab(historyPath(id), 'History')}</nav>;
}

export function Gone() {
  return <>There is no such post here. It may be in the <a href="#/trash">trash</a>.</>;
}

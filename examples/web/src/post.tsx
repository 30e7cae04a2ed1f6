import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { draftName, type BasedDraft } from './draft';
import { Editor } from './editor';
import { PostDocument, ReadDocument, type PostContentFragment } from './gql/graphql';
import { Heading } from './heading';
import { useLeft } from './kept';
import { describe } from './mutations';
import { Reading } from './read';
import { useRights } from './rights';
import { historyPath, postPath, readPath } from './route';

/** A post: to edit for those who may, else to read. */
export function PostPane({ id, isReading }: { id: string; isReading: boolean }) {
  return isReading ? <ReadPane id={id} /> : <EditPane id={id} />;
}

/** What somebody is writing, or has written, stays on the screen when the post goes away meanwhile. */
function EditPane({ id }: { id: string }) {
  const [{ data, error }] = useQuery({ query: PostDocument, variables: { id } });
  const left = useLeft<BasedDraft>(draftName(id));
  const [last, setLast] = useState<PostContentFragment | null>(left?.base ?? null);
  const { mayChange } = useRights();
  const post = data?.post ?? null;
  if (post && post !== last) {
    setLast(post);
  }
  const shown = post ?? (data || error ? last : null);
  if (!shown) {
    return <Missing isAnswered={data !== undefined} problem={error ? describe(error) : null} />;
  }
  if (!mayChange(shown)) {
    return <ReadPane id={id} />;
  }
  return (
    <>
      <PostTabs post={shown} />
      {error && !post && <p className="notice error" role="alert">{describe(error)}</p>}
      <Editor post={shown} gone={data !== undefined && post === null} />
    </>
  );
}

function ReadPane({ id }: { id: string }) {
  const [{ data, error }] = useQuery({ query: ReadDocument, variables: { id } });
  if (!data?.post) {
    return <Missing isAnswered={data !== undefined} problem={error ? describe(error) : null} />;
  }
  return <><PostTabs post={data.post} /><Reading post={data.post} /></>;
}

/** The views of a post; those that the viewer may see. */
export function PostTabs({ post }: { post: { id: string; author: { id: string } } }) {
  const { mayChange } = useRights();
  if (!mayChange(post)) {
    return null;
  }
  const tab = (href: string, label: ReactNode) => (
    <a href={href} aria-current={location.hash === href ? 'page' : undefined}>{label}</a>
  );
  return <nav className="tabs" aria-label="Post">{tab(postPath(post.id), 'Edit')}{tab(readPath(post.id), 'Read')}{tab(historyPath(post.id), 'History')}</nav>;
}

/** In place of a view that somebody has come to by its address, and the API would refuse. */
export function Refused() {
  const { mayWrite } = useRights();
  return (
    <>
      <Heading>Not for you</Heading>
      <p className="empty">{mayWrite ? 'This is for editors, and for whose post it is.' : 'This is not for readers.'}</p>
    </>
  );
}

/** What stands in a post's place as long as there is none to show. */
export function Missing({ isAnswered, problem }: { isAnswered: boolean; problem: string | null }) {
  const { mayWrite } = useRights();
  if (!problem && !isAnswered) {
    return <p className="empty">Loading…</p>;
  }
  return (
    <>
      <Heading>{problem ? 'The post cannot be shown' : 'No such post'}</Heading>
      <p className="empty" role="alert">{problem ?? <>There is no such post here{mayWrite && <>; it may be in the <a href="#/trash">trash</a></>}.</>}</p>
    </>
  );
}

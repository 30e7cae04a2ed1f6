import { useState } from 'react';
import { useQuery } from 'urql';
import { Dialog } from './dialog';
import { PurgePostDocument, RestorePostDocument, TrashDocument, type TrashQuery } from './gql/graphql';
import { describe, unforeseen, useIdempotentMutation } from './mutations';
import { Heading } from './heading';
import { useKept } from './kept';
import { useRights } from './rights';
import { postPath } from './route';
import { When } from './text';

type TrashedPost = NonNullable<TrashQuery['trash']>['nodes'][number];

export function Trash() {
  const [pages, setPages] = useState(1);
  return (
    <>
      <Heading>Trash</Heading>
      <ul className="trash">
        <TrashPage after={null} pages={pages} onMore={() => setPages(pages + 1)} />
      </ul>
    </>
  );
}

interface TrashPageProps {
  after: string | null;
  pages: number;
  onMore(): void;
}

/** A page, and those behind it: see PostPage. */
function TrashPage({ after, pages, onMore }: TrashPageProps) {
  const [{ data, error }] = useQuery({ query: TrashDocument, variables: { after } });
  if (!data?.trash) {
    return <li className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</li>;
  }
  const { nodes, pageInfo, totalCount } = data.trash;
  return (
    <>
      {nodes.map((post) => <Trashed key={post.id} post={post} />)}
      {nodes.length === 0 && after === null && <li className="empty">The trash is empty.</li>}
      {pageInfo.hasNextPage && (pages > 1
        ? <TrashPage after={pageInfo.endCursor} pages={pages - 1} onMore={onMore} />
        : <li><button className="wide" type="button" onClick={onMore}>Load more of {totalCount}</button></li>)}
    </>
  );
}

function Trashed({ post }: { post: TrashedPost }) {
  const { mayPurge } = useRights();
  const suggestion = post.restoreConflicts.find((conflict) => conflict.field === 'slug')?.suggestion ?? '';
  const kept = useKept<string | null>(`restore/${post.id}`, () => null, (address) => address !== null && address !== '');
  const { value: typed, set: setTyped } = kept;
  const [failure, setFailure] = useState<string | null>(null);
  const [isPurging, setPurging] = useState(false);
  const restore = useIdempotentMutation(RestorePostDocument);
  const purge = useIdempotentMutation(PurgePostDocument);
  const slug = typed ?? suggestion;
  const problem = failure ?? restore.problem ?? purge.problem;

  async function bringBack() {
    const payload = (await restore.send({ id: post.postId, expectedVersion: post.version, ...(slug && { slug }) }))?.restorePost;
    if (payload?.post) {
      kept.done(null);
      location.hash = postPath(payload.post.id);
      return;
    }
    for (const error of payload?.errors ?? []) {
      switch (error.__typename) {
        case 'SlugTakenError':
          setTyped(error.suggestion);
          setFailure(`${error.message} Try “${error.suggestion}”.`);
          break;
        case 'ConcurrencyError':
          setFailure(error.inTrash ? 'Somebody was faster: look at it again.' : 'Somebody has restored it already.');
          break;
        case 'ValidationError':
        case 'PostNotFoundError':
        case 'IdempotencyMismatchError':
          setFailure(error.message);
          break;
        default:
          setFailure(unforeseen(error));
      }
    }
  }

  async function removeForGood() {
    setPurging(false);
    const payload = (await purge.send({ id: post.postId, expectedVersion: post.version }))?.purgePost;
    for (const error of payload?.errors ?? []) {
      switch (error.__typename) {
        case 'ConcurrencyError':
        case 'PostNotFoundError':
        case 'ValidationError':
        case 'IdempotencyMismatchError':
          setFailure(error.message);
          break;
        default:
          setFailure(unforeseen(error));
      }
    }
  }

  return (
    <li className="card">
      <div>
        <strong>{post.title}</strong>
        <small>/{post.slug} · {post.deletedBy.displayName}, <When at={post.deletedAt} /> · kept until <When at={post.purgeAt} /></small>
        {post.restoreConflicts.map((conflict) => <small key={conflict.field} className="problem">{conflict.message}</small>)}
        {problem && <small className="problem" role="alert">{problem}</small>}
      </div>
      <div className="actions">
        {(!post.restorable || typed !== null) && (
          <label className="inline">as <input value={slug} onChange={(e) => setTyped(e.target.value)} aria-label={`New address of ${post.title}`} /></label>
        )}
        <button type="button" disabled={restore.fetching} onClick={() => void bringBack()}>Restore</button>
        {mayPurge && <button className="danger" type="button" onClick={() => setPurging(true)}>Remove for good</button>}
      </div>
      {isPurging && (
        <Dialog title={`Remove “${post.title}” for good?`} onCancel={() => setPurging(false)}>
          <p>It cannot be brought back. The log keeps that it was there.</p>
          <div className="actions">
            <button className="danger" type="button" disabled={purge.fetching} onClick={() => void removeForGood()}>Remove for good</button>
            <button type="button" onClick={() => setPurging(false)}>Keep it</button>
          </div>
        </Dialog>
      )}
    </li>
  );
}

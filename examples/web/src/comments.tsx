import { useId, useState, type FormEvent } from 'react';
import { useQuery } from 'urql';
import { Dialog } from './dialog';
import { Field } from './form';
import {
  AddCommentDocument, CommentsDocument, DeleteCommentDocument, UpdateCommentDocument,
  type CommentFragment, type UpdateCommentMutation,
} from './gql/graphql';
import { useKept, useLeft } from './kept';
import { describe, unforeseen, useIdempotentMutation } from './mutations';
import { useRights } from './rights';
import { Difference, When } from './text';

export function Comments({ postId }: { postId: string }) {
  const { mayWrite } = useRights();
  const [pages, setPages] = useState(1);
  const heading = useId();
  return (
    <section className="comments" aria-labelledby={heading}>
      <h2 id={heading}>Comments</h2>
      <ol>
        <CommentPage postId={postId} after={null} pages={pages} onMore={() => setPages(pages + 1)} />
      </ol>
      {mayWrite && <NewComment postId={postId} />}
    </section>
  );
}

interface CommentPageProps {
  postId: string;
  after: string | null;
  pages: number;
  onMore(): void;
}

/** A page, and those behind it: see PostPage. */
function CommentPage({ postId, after, pages, onMore }: CommentPageProps) {
  const [{ data, error }] = useQuery({ query: CommentsDocument, variables: { id: postId, after } });
  if (!data?.post) {
    return <li className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</li>;
  }
  const { nodes, pageInfo, totalCount } = data.post.comments;
  return (
    <>
      {nodes.map((comment) => <Comment key={comment.id} comment={comment} />)}
      {totalCount === 0 && <li className="empty">Nobody has said anything yet.</li>}
      {pageInfo.hasNextPage && (pages > 1
        ? <CommentPage postId={postId} after={pageInfo.endCursor} pages={pages - 1} onMore={onMore} />
        : <li><button className="wide" type="button" onClick={onMore}>Load more of {totalCount}</button></li>)}
    </>
  );
}

function NewComment({ postId }: { postId: string }) {
  const kept = useKept(`comment/new/${postId}`, () => '', (text) => text.trim() !== '');
  const add = useIdempotentMutation(AddCommentDocument);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const sent = kept.value;
    const payload = (await add.send({ postId, body: sent }))?.addComment;
    setProblem(payload?.errors?.map((error) => error.message).join(' ') ?? null);
    if (payload?.comment) {
      kept.done(kept.latest() === sent ? '' : kept.latest());
    }
  }

  return (
    <form onSubmit={submit}>
      <Field label="Your comment" hint={kept.keptSince && kept.value ? 'As you left it.' : undefined} problem={problem ?? add.problem ?? undefined}>
        {(field) => <textarea {...field} rows={3} required value={kept.value} onChange={(e) => kept.set(e.target.value)} />}
      </Field>
      <div className="actions"><button className="primary" type="submit" disabled={add.fetching || kept.value.trim() === ''}>Comment</button></div>
    </form>
  );
}

interface CommentEdit {
  base: CommentFragment;
  body: string;
}

const editName = (comment: CommentFragment) => `comment/${comment.id}`;

function Comment({ comment }: { comment: CommentFragment }) {
  const { mayChange } = useRights();
  const [isEditing, setEditing] = useState(useLeft<CommentEdit>(editName(comment)) !== null);
  const [isDeleting, setDeleting] = useState(false);
  return (
    <li className="comment">
      <p className="byline"><strong>{comment.author.displayName}</strong>, <When at={comment.createdAt} />{comment.version > 1 && ', edited'}</p>
      {isEditing ? <CommentForm comment={comment} onDone={() => setEditing(false)} /> : <p className="text">{comment.body}</p>}
      {mayChange(comment) && !isEditing && (
        <div className="actions">
          <button className="quiet" type="button" aria-label={`Edit the comment of ${comment.author.displayName}`} onClick={() => setEditing(true)}>Edit</button>
          <button className="quiet danger" type="button" aria-label={`Delete the comment of ${comment.author.displayName}`} onClick={() => setDeleting(true)}>Delete</button>
        </div>
      )}
      {isDeleting && <DeleteDialog comment={comment} onClose={() => setDeleting(false)} />}
    </li>
  );
}

type Errors = NonNullable<NonNullable<UpdateCommentMutation['updateComment']>['errors']>;
type Conflict = Extract<Errors[number], { __typename: 'ConcurrencyError' }>;

function CommentForm({ comment, onDone }: { comment: CommentFragment; onDone(): void }) {
  const kept = useKept<CommentEdit>(editName(comment), () => ({ base: comment, body: comment.body }), ({ base, body }) => body !== base.body);
  const update = useIdempotentMutation(UpdateCommentDocument);
  const [problem, setProblem] = useState<string | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const { base, body } = kept.value;

  async function save(expectedVersion: number) {
    const payload = (await update.send({ id: comment.id, expectedVersion, body }))?.updateComment;
    setConflict(null);
    setProblem(null);
    if (payload?.comment) {
      const now = kept.latest().body;
      kept.done({ base: payload.comment, body: now === body ? payload.comment.body : now });
      return now === body && onDone();
    }
    for (const error of payload?.errors ?? []) {
      switch (error.__typename) {
        case 'ConcurrencyError':
          setConflict(error);
          break;
        case 'ValidationError':
        case 'CommentNotFoundError':
        case 'IdempotencyMismatchError':
          setProblem(error.message);
          break;
        default:
          setProblem(unforeseen(error));
      }
    }
  }

  function leave(with_: CommentFragment) {
    kept.done({ base: with_, body: with_.body });
    onDone();
  }

  const theirs = conflict?.current?.__typename === 'Comment' ? conflict.current : null;
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save(base.version); }}>
      <Field label="Comment" hint={kept.keptSince ? 'As you left it.' : undefined} problem={problem ?? update.problem ?? undefined}>
        {(field) => <textarea {...field} rows={3} required value={body} onChange={(e) => kept.set({ base, body: e.target.value })} />}
      </Field>
      {conflict && (
        <div className="notice warning" role="alert">
          <p>{theirs ? `${conflict.changesSince.at(-1)?.changedBy?.displayName ?? 'Somebody'} changed this comment while you were writing:` : conflict.message}</p>
          {theirs && <Difference before={base.body} after={theirs.body} />}
          {theirs && (
            <div className="actions">
              <button type="button" onClick={() => void save(conflict.currentVersion)}>Save mine over it</button>
              <button type="button" onClick={() => leave(theirs)}>Take theirs</button>
            </div>
          )}
        </div>
      )}
      <div className="actions">
        <button className="primary" type="submit" disabled={update.fetching || body === base.body}>Save comment</button>
        <button type="button" onClick={() => leave(comment)}>{body === base.body ? 'Cancel' : 'Discard'}</button>
      </div>
    </form>
  );
}

function DeleteDialog({ comment, onClose }: { comment: CommentFragment; onClose(): void }) {
  const remove = useIdempotentMutation(DeleteCommentDocument);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit() {
    const payload = (await remove.send({ id: comment.id, expectedVersion: comment.version }))?.deleteComment;
    setProblem(payload?.errors?.map((error) => error.message).join(' ') ?? null);
    if (payload?.deletedCommentId) {
      onClose();
    }
  }

  return (
    <Dialog title="Delete this comment?" onCancel={onClose}>
      <p className="text">{comment.body}</p>
      {(problem ?? remove.problem) && <p className="notice error" role="alert">{problem ?? remove.problem}</p>}
      <div className="actions">
        <button className="danger" type="button" disabled={remove.fetching} onClick={() => void submit()}>Delete</button>
        <button type="button" onClick={onClose}>Keep it</button>
      </div>
    </Dialog>
  );
}

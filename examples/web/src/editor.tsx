import { useState, type FormEvent } from 'react';
import { ConflictDialog } from './conflict';
import { changesBetween, changesOf, draftName, draftOf, rebased, type BasedDraft, type Changes, type Draft } from './draft';
import { PostForm, type Problems } from './form';
import {
  CreatePostDocument, DeletePostDocument, UpdatePostDocument,
  type ConflictFragment, type ConflictPolicy, type PostContentFragment, type UpdatePostMutation,
} from './gql/graphql';
import { Heading } from './heading';
import { useKept } from './kept';
import { unforeseen, useIdempotentMutation } from './mutations';
import { Publishing } from './publishing';
import { postPath } from './route';
import { When } from './text';

/** Writes a post: a new one, or the changes of one there is. `gone` says that somebody took it away meanwhile. */
export function Editor({ post, gone }: { post: PostContentFragment | null; gone: boolean }) {
  const kept = useKept<BasedDraft>(
    draftName(post?.id ?? null),
    () => ({ base: post, draft: draftOf(post) }),
    (value) => Object.keys(changesOf(value)).length > 0,
  );
  const { base, draft } = kept.value;
  const [problems, setProblems] = useState<Problems>({});
  const [conflict, setConflict] = useState<ConflictFragment | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const create = useIdempotentMutation(CreatePostDocument);
  const update = useIdempotentMutation(UpdatePostDocument);
  const remove = useIdempotentMutation(DeletePostDocument);

  const changes = changesOf(kept.value);
  const isDirty = Object.keys(changes).length > 0;
  const isBehind = post !== null && base !== null && post.version > base.version;
  if (isBehind && !isDirty) {
    startFrom(post); // nothing was typed: follow the post
  }

  function startFrom(version: PostContentFragment, keeping: Changes = {}) {
    kept.done(rebased(version, keeping));
    setProblems({});
    setConflict(null);
  }

  function edit(edited: Partial<Draft>) {
    kept.set({ base, draft: { ...kept.latest().draft, ...edited } });
    setSaved(null);
  }

  /** Takes an update's failure to where somebody can do something about it. */
  function explain(errors: Errors) {
    const found: Problems = {};
    for (const error of errors) {
      switch (error.__typename) {
        case 'ConcurrencyError':
          setConflict(error);
          break;
        case 'SlugTakenError':
          found.slug = `${error.message} “${error.suggestion}” is free.`;
          break;
        case 'ValidationError':
          found[error.field] = error.message;
          break;
        case 'PostNotFoundError':
        case 'IdempotencyMismatchError':
          found.form = error.message;
          break;
        default:
          found.form = unforeseen(error);
      }
    }
    setProblems(found);
  }

  async function save(from: PostContentFragment, sent: Changes, onConflict: ConflictPolicy = 'REJECT') {
    setConflict(null);
    const asSent = kept.latest().draft;
    const payload = (await update.send({ id: from.id, expectedVersion: from.version, onConflict, ...sent }))?.updatePost;
    if (payload?.post) {
      startFrom(payload.post, changesBetween(asSent, kept.latest().draft)); // people go on typing while they wait
      setSaved(`Saved as version ${payload.post.version}.`);
    } else {
      explain(payload?.errors ?? []);
    }
  }

  async function add() {
    const { title, slug, status, body } = draft;
    const { tags = [] } = changes;
    const payload = (await create.send({ title, body, status, tags, ...(slug && { slug }) }))?.createPost;
    if (payload?.post) {
      const since = changesBetween(draft, kept.latest().draft);
      if (Object.keys(since).length > 0) {
        kept.handOver(draftName(payload.post.id), rebased(payload.post, since));
      }
      kept.done({ base: null, draft: draftOf(null) });
      location.hash = postPath(payload.post.id);
    } else {
      explain(payload?.errors ?? []);
    }
  }

  async function trash(from: PostContentFragment) {
    const payload = (await remove.send({ id: from.id, expectedVersion: from.version }))?.deletePost;
    if (payload?.trashedPost) {
      location.hash = '#/trash';
    } else {
      explain(payload?.errors ?? []);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void (base ? save(base, changes) : add());
  }

  return (
    <>
      <Heading>{base?.title ?? 'New post'}</Heading>
      {gone && <p className="notice warning" role="alert">Somebody took this post away. What you typed stays in this browser.</p>}
      {kept.keptSince && isDirty && (
        <p className="notice" role="status">
          Here is what you had typed and not saved, <When at={kept.keptSince} />{base && `, on version ${base.version}`}.
        </p>
      )}
      {isBehind && isDirty && (
        <p className="notice warning" role="alert">
          {post.updatedBy.displayName} saved version {post.version} while you were writing on version {base.version}. Your text is kept;
          saving compares the two.
        </p>
      )}
      <PostForm draft={draft} problems={problems} onEdit={edit} onSubmit={submit}>
        {[create, update, remove].map(({ problem }, index) => problem && <p key={index} className="notice error" role="alert">{problem}</p>)}
        <div className="actions">
          <button className="primary" type="submit" disabled={!isDirty || update.fetching || create.fetching}>
            {base ? 'Save' : 'Create'}
          </button>
          {base && isDirty && <button type="button" onClick={() => startFrom(post ?? base)}>Discard changes</button>}
          {!base && isDirty && <button type="button" onClick={() => kept.done({ base: null, draft: draftOf(null) })}>Discard</button>}
          <span role="status">{isDirty ? `Unsaved: ${Object.keys(changes).join(', ')}` : saved}</span>
          {base && <button className="danger" type="button" disabled={gone || remove.fetching} onClick={() => void trash(base)}>Move to trash</button>}
        </div>
      </PostForm>
      {base && !gone && (
        <Publishing
          post={post?.version === base.version ? post : base}
          isDirty={isDirty}
          onDone={(published, said) => {
            startFrom(published, changesOf(kept.latest()));
            setSaved(said);
          }}
          onRefused={explain}
        />
      )}
      {conflict && base && (
        <ConflictDialog
          conflict={conflict}
          changes={changes}
          onMerge={() => void save(base, changes, 'MERGE')}
          onResolve={(current, chosen) => {
            startFrom(current, chosen);
            if (Object.keys(chosen).length > 0) {
              void save(current, chosen);
            }
          }}
          onCancel={() => setConflict(null)}
        />
      )}
    </>
  );
}

type Errors = NonNullable<NonNullable<UpdatePostMutation['updatePost']>['errors']>;

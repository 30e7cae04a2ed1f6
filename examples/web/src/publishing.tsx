import { useState } from 'react';
import { PublishPostDocument, UnpublishPostDocument, type PostContentFragment, type PublishPostMutation } from './gql/graphql';
import { useIdempotentMutation } from './mutations';
import { When } from './text';

interface PublishingProps {
  /** The version that somebody looks at: this one is published, or none is. */
  post: PostContentFragment;
  /** Whether something is typed and not saved; nobody publishes what is on no version. */
  isDirty: boolean;
  onDone(post: PostContentFragment, said: string): void;
  onRefused(errors: Refusals): void;
}

export type Refusals = NonNullable<NonNullable<PublishPostMutation['publishPost']>['errors']>;

/** What readers see of a post, and how that becomes another version: now, from a moment on, or none. */
export function Publishing({ post, isDirty, onDone, onRefused }: PublishingProps) {
  const publish = useIdempotentMutation(PublishPostDocument);
  const unpublish = useIdempotentMutation(UnpublishPostDocument);
  const [at, setAt] = useState('');
  const isBusy = publish.fetching || unpublish.fetching;
  const isThere = post.liveVersion !== null || post.scheduledVersion !== null;

  async function makeLive(publishAt: string | null) {
    const sent = { id: post.id, expectedVersion: post.version, publishAt: publishAt && new Date(publishAt).toISOString() };
    const payload = (await publish.send(sent))?.publishPost;
    if (payload?.post) {
      setAt('');
      onDone(payload.post, publishAt ? `Version ${post.version} goes live then.` : `Version ${post.version} is live.`);
    } else {
      onRefused(payload?.errors ?? []);
    }
  }

  async function takeAway() {
    const payload = (await unpublish.send({ id: post.id, expectedVersion: post.version }))?.unpublishPost;
    if (payload?.post) {
      onDone(payload.post, 'Readers no longer see it.');
    } else {
      onRefused(payload?.errors ?? []);
    }
  }

  return (
    <section className="publishing" aria-label="What readers see">
      <p role="status">
        {post.liveVersion === null ? 'Readers see nothing of this post.' : `Readers see version ${post.liveVersion}.`}
        {post.hasUnpublishedChanges && ' It has unpublished changes.'}
        {post.publishAt && <> Version {post.scheduledVersion} goes live <When at={post.publishAt} />.</>}
      </p>
      {[publish, unpublish].map(({ problem }, index) => problem && <p key={index} className="notice error" role="alert">{problem}</p>)}
      <div className="actions">
        <button
          type="button"
          disabled={isBusy || isDirty || (post.liveVersion !== null && !post.hasUnpublishedChanges && post.publishAt === null)}
          onClick={() => void makeLive(null)}
        >
          Publish version {post.version}
        </button>
        <label>
          or at <input type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} />
        </label>
        <button type="button" disabled={isBusy || isDirty || at === ''} onClick={() => void makeLive(at)}>Schedule</button>
        {isThere && <button type="button" disabled={isBusy} onClick={() => void takeAway()}>Take it away from readers</button>}
      </div>
    </section>
  );
}

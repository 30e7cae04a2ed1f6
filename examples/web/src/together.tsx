import { useState } from 'react';
import { ChangePostsDocument, type PostChangeInput, type PostSummaryFragment } from './gql/graphql';
import { unforeseen, useIdempotentMutation } from './mutations';

/** The posts that were chosen, each as it was looked at: that version is what is published or deleted, or nothing is. */
export type Chosen = ReadonlyMap<string, PostSummaryFragment>;

interface TogetherProps {
  chosen: Chosen;
  onChoose(chosen: Chosen): void;
}

type Deed = (id: string, expectedVersion: number) => PostChangeInput;

const publish: Deed = (id, expectedVersion) => ({ publish: { id, expectedVersion } });
const unpublish: Deed = (id, expectedVersion) => ({ unpublish: { id, expectedVersion } });
const remove: Deed = (id, expectedVersion) => ({ delete: { id, expectedVersion } });

/** What is done to all that are chosen at once: to all of them or, when one cannot be changed, to none. */
export function Together({ chosen, onChoose }: TogetherProps) {
  const { send, fetching, problem } = useIdempotentMutation(ChangePostsDocument);
  const [failures, setFailures] = useState<string[]>([]);

  async function all(deed: Deed) {
    const posts = [...chosen.values()];
    const payload = (await send({ changes: posts.map((post) => deed(post.id, post.version)) }))?.changePosts;
    setFailures((payload?.errors ?? []).map(({ index, error }) => {
      const title = posts[index] ? `“${posts[index].title}”: ` : '';
      switch (error.__typename) {
        case 'ConcurrencyError':
          return `${title}somebody ${error.inTrash ? 'moved it to the trash' : `saved version ${error.currentVersion}`} meanwhile. Look at it, then choose it again.`;
        case 'SlugTakenError':
        case 'PostNotFoundError':
        case 'ValidationError':
        case 'IdempotencyMismatchError':
          return title + error.message;
        default:
          return title + unforeseen(error as never);
      }
    }));
    if (payload?.posts) {
      onChoose(new Map());
    }
  }

  const doing = (name: string, deed: Deed, className?: string) => (
    <button type="button" className={className} disabled={fetching} onClick={() => void all(deed)}>{name}</button>
  );
  return (
    <section className="together" aria-label="All that are chosen">
      <div className="actions">
        <span role="status">{chosen.size} chosen</span>
        {doing('Publish all', publish)}
        {doing('Unpublish all', unpublish)}
        {doing('Delete all', remove, 'danger')}
        <button type="button" onClick={() => onChoose(new Map())}>Choose none</button>
      </div>
      {(problem || failures.length > 0) && (
        <div className="notice error" role="alert">
          {problem ?? 'Nothing was changed.'}
          {!problem && <ul>{failures.map((failure) => <li key={failure}>{failure}</li>)}</ul>}
        </div>
      )}
    </section>
  );
}

import { useState } from 'react';
import { useQuery } from 'urql';
import { DifferenceDocument, HistoryDocument, PostDocument, RevertPostDocument, type HistoryQuery } from './gql/graphql';
import { Heading } from './heading';
import { describe, unforeseen, useIdempotentMutation } from './mutations';
import { Missing, PostTabs, Refused } from './post';
import { useRights } from './rights';
import { postPath } from './route';
import { actions, Difference, list, When } from './text';

type Post = NonNullable<HistoryQuery['post']>;
type Entry = NonNullable<Post['auditHistory']>['nodes'][number];

/** Two versions to compare; null means what the newest change did. */
type Comparison = { from: number; to: number } | null;

/** The history of a post, for those who may see it: for others it is not asked for. */
export function History({ id }: { id: string }) {
  const [{ data, error }] = useQuery({ query: PostDocument, variables: { id } });
  const { mayChange } = useRights();
  if (!data?.post) {
    return <Missing isAnswered={data !== undefined} problem={error ? describe(error) : null} />;
  }
  return mayChange(data.post) ? <Changes id={id} /> : <Refused />;
}

function Changes({ id }: { id: string }) {
  const [{ data, error }] = useQuery({ query: HistoryDocument, variables: { id, after: null } });
  const [pages, setPages] = useState(1);
  const [comparison, setComparison] = useState<Comparison>(null);
  if (!data?.post) {
    return <Missing isAnswered={data !== undefined} problem={error ? describe(error) : null} />;
  }
  const { post } = data;
  const shown = comparison ?? { from: Math.max(post.version - 1, 1), to: post.version };
  return (
    <>
      <PostTabs post={post} />
      <Heading>{post.title}</Heading>
      <div className="history">
        <ol className="timeline">
          <Entries id={id} after={null} pages={pages} shown={shown} onCompare={setComparison} onMore={() => setPages(pages + 1)} />
        </ol>
        <Versions post={post} shown={shown} onCompare={setComparison} />
      </div>
    </>
  );
}

interface EntriesProps {
  id: string;
  after: string | null;
  pages: number;
  shown: { from: number; to: number };
  onCompare(comparison: Comparison): void;
  onMore(): void;
}

/** A page of the history, and those behind it: see PostPage. */
function Entries({ id, after, pages, shown, onCompare, onMore }: EntriesProps) {
  const [{ data, error }] = useQuery({ query: HistoryDocument, variables: { id, after } });
  if (!data?.post?.auditHistory) {
    return <li className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</li>;
  }
  if (!data.post.auditHistory) {
    return null;
  }
  const { nodes, pageInfo } = data.post.auditHistory;
  return (
    <>
      {nodes.map((entry) => (
        <li key={entry.id} aria-current={entry.version === shown.to ? 'true' : undefined}>
          <button type="button" onClick={() => onCompare({ from: Math.max(entry.version - 1, 1), to: entry.version })}>
            <span className="version">v{entry.version}</span>
            <span>{who(entry)} {what(entry)}</span>
            <small><When at={entry.changedAt} /></small>
          </button>
        </li>
      ))}
      {pageInfo.hasNextPage && (pages > 1
        ? <Entries id={id} after={pageInfo.endCursor} pages={pages - 1} shown={shown} onCompare={onCompare} onMore={onMore} />
        : <li><button type="button" onClick={onMore}>Load more</button></li>)}
    </>
  );
}

/** A person, or the program and for whom it acted. */
function who({ actorKind, changedBy, onBehalfOf }: Entry): string {
  const name = changedBy?.displayName ?? 'Somebody outside the API';
  return onBehalfOf ? `${name}, for ${onBehalfOf.displayName},` : actorKind === 'IMPORT' ? `An import of ${name}` : name;
}

/** What publishing changes by itself. */
const publishing = ['status', 'liveVersion', 'scheduledVersion', 'publishAt', 'publishedAt'];

function what({ action, changes, revertsTo }: Entry): string {
  if (revertsTo !== null) {
    return `went back to version ${revertsTo}`;
  }
  const content = changes.map(({ field }) => field).filter((field) => !publishing.includes(field));
  const changed = action === 'UPDATE' || (action === 'PUBLISH' && content.length > 0) ? `changed ${list(content)}` : null;
  return [changed, action !== 'UPDATE' && `${actions[action]} it`].filter(Boolean).join(' and ');
}

interface VersionsProps {
  post: Post;
  shown: { from: number; to: number };
  onCompare(comparison: Comparison): void;
}

/** What changed between two versions, and the way back to the older one. */
function Versions({ post, shown: { from, to }, onCompare }: VersionsProps) {
  const [{ data, error }] = useQuery({ query: DifferenceDocument, variables: { id: post.id, from, to } });
  const revert = useIdempotentMutation(RevertPostDocument);
  const [failure, setFailure] = useState<string | null>(null);
  const problem = failure ?? revert.problem ?? (error ? describe(error) : null);

  async function goBackTo(toVersion: number) {
    const payload = (await revert.send({ id: post.id, expectedVersion: post.version, toVersion }))?.revertPost;
    if (payload?.post) {
      location.hash = postPath(post.id);
      return;
    }
    for (const failed of payload?.errors ?? []) {
      switch (failed.__typename) {
        case 'ConcurrencyError':
          setFailure(`Somebody saved version ${failed.currentVersion} meanwhile. Look at it, then decide again.`);
          onCompare(null);
          break;
        case 'SlugTakenError':
          setFailure(`${failed.message} Free it first, or edit the post by hand.`);
          break;
        case 'RevisionNotFoundError':
        case 'PostNotFoundError':
        case 'ValidationError':
        case 'IdempotencyMismatchError':
          setFailure(failed.message);
          break;
        default:
          setFailure(unforeseen(failed));
      }
    }
  }

  const older = Math.min(from, to);
  const versions = Array.from({ length: post.version }, (_, index) => post.version - index);
  const select = (label: string, value: number, onChange: (version: number) => void) => (
    <label className="inline">{label}
      <select value={value} onChange={(e) => onChange(Number(e.target.value))}>
        {versions.map((version) => <option key={version} value={version}>version {version}</option>)}
      </select>
    </label>
  );
  return (
    <section className="difference" aria-label="Comparison">
      <div className="actions">
        {select('From', from, (version) => onCompare({ from: version, to }))}
        {select('to', to, (version) => onCompare({ from, to: version }))}
        {to !== post.version && <button type="button" onClick={() => onCompare({ from, to: post.version })}>Compare with the current</button>}
        {older !== post.version && (
          <button className="primary" type="button" disabled={revert.fetching} onClick={() => void goBackTo(older)}>Revert to version {older}</button>
        )}
      </div>
      {problem && <p className="notice error" role="alert">{problem}</p>}
      {data?.post?.diff.map(({ field, before, after }) => (
        <div key={field} className="change"><h2>{field}</h2><Difference before={before} after={after} /></div>
      ))}
      {data?.post?.diff.length === 0 && <p className="empty">{to === 1 ? 'It began with this version.' : 'The two are the same.'}</p>}
    </section>
  );
}

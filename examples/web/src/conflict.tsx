import { useState } from 'react';
import { Dialog } from './dialog';
import type { Changes } from './draft';
import type { ConflictFragment, PostContentFragment } from './gql/graphql';
import { joined, Merge } from './pieces';
import { asText, Difference, list, When } from './text';

type Side = 'theirs' | 'yours';
type Entry = ConflictFragment['changesSince'][number];
type FieldConflict = ConflictFragment['conflicts'][number];

interface ConflictDialogProps {
  conflict: ConflictFragment;
  /** What was to be saved. */
  changes: Changes;
  /** Put the changes on top of theirs; only where no field is in conflict. */
  onMerge(): void;
  /** Save what is kept of the changes on top of the version that is current now. */
  onResolve(current: PostContentFragment, kept: Changes): void;
  onCancel(): void;
}

/** Somebody was faster. Shows what they did and lets the user choose field by field; the ConcurrencyError holds all that takes. */
export function ConflictDialog({ conflict, changes, onMerge, onResolve, onCancel }: ConflictDialogProps) {
  const [choice, setChoice] = useState<Partial<Record<string, Side>>>({});
  const [merged, setMerged] = useState<Partial<Record<string, string | null>>>({});
  const { conflicts, current, mergeable } = conflict;
  const texts = conflicts.flatMap(({ field, pieces }) => pieces ? [{ field, pieces, text: merged[field] ?? (field in merged ? null : joined(pieces)) }] : []);
  const isOpen = conflicts.some(({ field, pieces }) => !pieces && !choice[field]) || texts.some(({ text }) => text === null);
  const kept = {
    ...Object.fromEntries(Object.entries(changes).filter(([field]) => choice[field] !== 'theirs')),
    ...Object.fromEntries(texts.map(({ field, text }) => [field, text])),
  } as Changes;
  const untouched = Object.keys(changes).filter((field) => !conflicts.some((one) => one.field === field));
  const post = current?.__typename === 'Post' ? current : null;

  return (
    <Dialog title={mergeable ? 'Somebody else changed this post too' : 'You and somebody else changed the same fields'} onCancel={onCancel}>
      <p>You wrote on version {conflict.expectedVersion}; it is at version {conflict.currentVersion} now. Nothing of yours is lost.</p>
      <ul className="since">{conflict.changesSince.map((entry) => <Since key={entry.id} entry={entry} />)}</ul>
      {conflict.inTrash && <p className="notice warning">It is in the <a href="#/trash">trash</a>. Restore it there, then save.</p>}
      {!mergeable && conflicts.map((one) => one.pieces
        ? <Merge key={one.field} field={one.field} pieces={one.pieces} onChange={(text) => setMerged({ ...merged, [one.field]: text })} />
        : <Choice key={one.field} conflict={one} chosen={choice[one.field]} onChoose={(side) => setChoice({ ...choice, [one.field]: side })} />)}
      {mergeable && conflicts.length > 0 && <p>What both of you changed in {list(conflicts.map(({ field }) => field))} fits together.</p>}
      {untouched.length > 0 && !conflict.inTrash && (
        <p>{mergeable ? 'Your changes do not touch theirs' : 'Saved as well, since only you changed it'}: {list(untouched)}.</p>
      )}
      <div className="actions">
        {mergeable && <button className="primary" type="button" onClick={onMerge}>Merge</button>}
        {post && !mergeable && conflicts.length > 0 && (
          <button className="primary" type="button" disabled={isOpen} onClick={() => onResolve(post, kept)}>
            {Object.keys(kept).length > 0 ? `Save on top of version ${conflict.currentVersion}` : 'Take theirs'}
          </button>
        )}
        {post && (mergeable || conflicts.length === 0) && (
          <button type="button" onClick={() => onResolve(post, {})}>Discard mine</button>
        )}
        <button type="button" onClick={onCancel}>Go on writing</button>
      </div>
    </Dialog>
  );
}

function Since({ entry }: { entry: Entry }) {
  const fields = entry.changes.map(({ field }) => field);
  return (
    <li>
      <span className="version">v{entry.version}</span> {entry.changedBy?.displayName ?? 'Somebody outside the API'} changed{' '}
      {fields.length > 0 ? list(fields) : 'it'}, <When at={entry.changedAt} />
    </li>
  );
}

interface ChoiceProps {
  conflict: FieldConflict;
  chosen: Side | undefined;
  onChoose(side: Side): void;
}

function Choice({ conflict, chosen, onChoose }: ChoiceProps) {
  const { field, base, changedBy } = conflict;
  const side = (name: Side, label: string) => (
    <label className="side">
      <span><input type="radio" name={field} checked={chosen === name} onChange={() => onChoose(name)} /> {label}</span>
      <Difference before={base} after={conflict[name]} />
    </label>
  );
  return (
    <fieldset className="conflict">
      <legend>{field}</legend>
      <div className="side base"><span>Before</span><p className="text">{asText(base) || <em>not known</em>}</p></div>
      {side('theirs', `Theirs, ${changedBy?.displayName ?? 'outside the API'}`)}
      {side('yours', 'Yours')}
    </fieldset>
  );
}

import { useState } from 'react';
import type { ConflictFragment } from './gql/graphql';

export type Pieces = NonNullable<ConflictFragment['conflicts'][number]['pieces']>;
type Side = 'theirs' | 'yours';

interface MergeProps {
  field: string;
  pieces: Pieces;
  /** The whole text as chosen so far; null while a piece is open. */
  onChange(text: string | null): void;
}

/** A text that both changed: what fits together is settled, of the rest a person chooses each piece, or edits the whole. */
export function Merge({ field, pieces, onChange }: MergeProps) {
  const [chosen, setChosen] = useState<Partial<Record<number, Side>>>({});
  const [edited, setEdited] = useState<string | null>(null);
  const choose = (index: number, side: Side) => {
    const next = { ...chosen, [index]: side };
    setChosen(next);
    onChange(joined(pieces, next));
  };
  const edit = (text: string | null) => {
    setEdited(text);
    onChange(text ?? joined(pieces, chosen));
  };

  return (
    <fieldset className="conflict">
      <legend>{field}</legend>
      {edited === null ? (
        <>
          {pieces.map((piece, index) => piece.text === null
            ? <Contested key={index} name={`${field}-${index}`} piece={piece} chosen={chosen[index]} onChoose={(side) => choose(index, side)} />
            : <p key={index} className="text settled">{shortened(piece.text ?? '')}</p>)}
          <button type="button" onClick={() => edit(joined(pieces, chosen, 'yours'))}>Edit the text</button>
        </>
      ) : (
        <>
          <textarea aria-label={`The merged ${field}`} rows={12} value={edited} onChange={(event) => edit(event.target.value)} />
          <button type="button" onClick={() => edit(null)}>Back to the pieces</button>
        </>
      )}
    </fieldset>
  );
}

interface ContestedProps {
  name: string;
  piece: Pieces[number];
  chosen: Side | undefined;
  onChoose(side: Side): void;
}

function Contested({ name, piece, chosen, onChoose }: ContestedProps) {
  const side = (which: Side, label: string) => (
    <label className="side">
      <span><input type="radio" name={name} checked={chosen === which} onChange={() => onChoose(which)} /> {label}</span>
      <p className="text">{piece[which] || <em>nothing</em>}</p>
    </label>
  );
  return (
    <div className="piece">
      <div className="side base"><span>Before</span><p className="text">{piece.base || <em>nothing</em>}</p></div>
      {side('theirs', 'Theirs')}
      {side('yours', 'Yours')}
    </div>
  );
}

/** The whole text; null while a piece is open and nothing stands in for it. */
export function joined(pieces: Pieces, chosen: Partial<Record<number, Side>> = {}, otherwise?: Side): string | null {
  const parts = pieces.map((piece, index) => {
    const side = chosen[index] ?? otherwise;
    return piece.text ?? (side ? piece[side] ?? '' : null);
  });
  return parts.every((part) => part !== null) ? parts.join('') : null;
}

function shortened(text: string): string {
  return text.length > 400 ? `${text.slice(0, 200)}\n…\n${text.slice(-200)}` : text;
}

import { diffLines, diffWordsWithSpace } from 'diff';
import { memo } from 'react';
import type { AuditAction, PostStatus } from './gql/graphql';

/** What somebody did, to be put behind their name. */
export const actions: Record<AuditAction, string> = {
  CREATE: 'created',
  UPDATE: 'changed',
  TRASH: 'moved to the trash',
  RESTORE: 'restored',
  PURGE: 'removed for good',
  PUBLISH: 'published',
  UNPUBLISH: 'took back',
};

export const list = (items: readonly string[]) => new Intl.ListFormat('en').format(items);

/** A field's value as JSON brings it: text, an enum's name, or a list of tags. */
export function asText(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : value === null || value === undefined ? '' : String(value);
}

export function Status({ status }: { status: PostStatus }) {
  return <span className={`status ${status.toLowerCase()}`}>{status.toLowerCase()}</span>;
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat('en', { timeStyle: 'short' });

const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });
const dayOfYear = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });

/** The time of day today, else the day; with the year when it is not this one. */
export function When({ at }: { at: string }) {
  const [date, now] = [new Date(at), new Date()];
  const format = date.toDateString() === now.toDateString() ? clock : date.getFullYear() === now.getFullYear() ? day : dayOfYear;
  return <time dateTime={at} title={moment.format(date)}>{format.format(date)}</time>;
}

/**
 * What became of a text: what went is struck out, what came is underlined, and what stayed is cut short. Lines first; words only where
 * a line is still recognisable, since two texts that share nothing but their small words are better read one after the other.
 */
export const Difference = memo(function Difference({ before, after }: { before: unknown; after: unknown }) {
  const parts = differenceOf(asText(before), asText(after));
  return (
    <p className="text">
      {parts.map(({ kind, value, isWhole }, index) => kind === 'removed' ? <del key={index} className={isWhole ? 'whole' : undefined}>{value}</del>
        : kind === 'added' ? <ins key={index} className={isWhole ? 'whole' : undefined}>{value}</ins>
        : <span key={index}>{shortened(value, index === 0, index === parts.length - 1)}</span>)}
    </p>
  );
});

interface Part {
  kind: 'kept' | 'removed' | 'added';
  value: string;
  /** It stands for itself, on lines of its own. */
  isWhole: boolean;
}

export function differenceOf(from: string, to: string): Part[] {
  const lines = diffLines(from, to, { maxEditLength: 2_000 });
  if (!lines) {
    return [part('removed', from, true), part('added', to, true)];
  }
  return lines.flatMap((line, index) => {
    const next = lines[index + 1];
    if (line.added && lines[index - 1]?.removed) {
      return []; // it came with the line that it took the place of
    }
    return line.removed && next?.added ? rewritten(line.value, next.value)
      : [line.removed ? part('removed', line.value, true) : line.added ? part('added', line.value, true) : part('kept', line.value)];
  });
}

/**
 * Words, if at least half of the shorter text stayed; else the one text and then the other. What stayed between two changes counts
 * from two words on: less than that belongs to the change, which is then read in one piece.
 */
function rewritten(from: string, to: string): Part[] {
  const words = diffWordsWithSpace(from, to, { maxEditLength: 1_000 }) ?? [];
  const parts: Part[] = [];
  let [removed, added] = ['', ''];
  words.forEach((word, index) => {
    const isBetween = index > 0 && index < words.length - 1;
    const isKept = !word.added && !word.removed && !(isBetween && !/\S\s+\S/.test(word.value));
    if (isKept) {
      parts.push(part('removed', removed), part('added', added), part('kept', word.value));
      [removed, added] = ['', ''];
    } else {
      removed += word.added ? '' : word.value;
      added += word.removed ? '' : word.value;
    }
  });
  parts.push(part('removed', removed), part('added', added));
  const kept = parts.filter(({ kind }) => kind === 'kept').reduce((sum, { value }) => sum + value.trim().length, 0);
  const shown = kept > 0 && kept * 2 >= Math.min(from.trim().length, to.trim().length) ? parts : [part('removed', from, true), part('added', to, true)];
  return shown.filter(({ value }) => value !== '');
}

const part = (kind: Part['kind'], value: string, isWhole = false): Part => ({ kind, value, isWhole });

const context = 120;

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 3 * context) {
    return text;
  }
  const head = text.slice(0, context).replace(/\S*$/, '');
  const tail = text.slice(-context).replace(/^\S*/, '');
  return `${isFirst ? '' : head}…${isLast ? '' : tail}`;
}

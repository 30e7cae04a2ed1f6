import { diffWordsWithSpace } from 'diff';
import { memo } from 'react';
import type { AuditAction, PostStatus } from './gql/graphql';

/** What somebody did, to be put behind their name. */
export const actions: Record<AuditAction, string> = {
  CREATE: 'created',
  UPDATE: 'changed',
  TRASH: 'moved to the trash',
  RESTORE: 'restored',
  PURGE: 'removed for good',
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

export function When({ at }: { at: string }) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return <time dateTime={at} title={moment.format(date)}>{isToday ? clock.format(date) : moment.format(date).split(',')[0]}</time>;
}

/** What became of a text: what went is struck out, what came is underlined, and what stayed is cut short. */
export const Difference = memo(function Difference({ before, after }: { before: unknown; after: unknown }) {
  const [from, to] = [asText(before), asText(after)];
  const parts = diffWordsWithSpace(from, to, { maxEditLength: 2_000 })
    ?? [{ value: from, removed: true, added: false }, { value: to, removed: false, added: true }];
  return (
    <p className="text">
      {parts.map((part, index) => part.removed ? <del key={index}>{part.value}</del>
        : part.added ? <ins key={index}>{part.value}</ins>
        : <span key={index}>{shortened(part.value, index === 0, index === parts.length - 1)}</span>)}
    </p>
  );
});

const context = 120;

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 3 * context) {
    return text;
  }
  const head = text.slice(0, context).replace(/\S*$/, '');
  const tail = text.slice(-context).replace(/^\S*/, '');
  return `${isFirst ? '' : head}…${isLast ? '' : tail}`;
}

import { useEffect, useState } from 'react';
import type { PostsQueryVariables, PostStatus } from './gql/graphql';
import { useRights } from './rights';

/** Which posts the list shows, and in which order. */
export interface Selection {
  search: string;
  status: PostStatus | '';
  tag: string;
  order: keyof typeof orders;
}

export const everything: Selection = { search: '', status: '', tag: '', order: 'newest' };

/** What is searched for is ordered by how well it matches, unless another order is chosen. */
const orders = {
  newest: ['newest first', null],
  oldest: ['oldest first', [{ createdAt: 'ASC' }]],
  changed: ['last changed first', [{ updatedAt: 'DESC' }]],
  title: ['by title', [{ title: 'ASC' }]],
} as const satisfies Record<string, readonly [string, unknown]>;

export function variablesOf({ search, status, tag, order }: Selection): Omit<PostsQueryVariables, 'after'> {
  return {
    search: search.trim() || null,
    where: status || tag.trim() ? { ...(status && { status: { eq: status } }), ...(tag.trim() && { tags: { some: { eq: tag.trim() } } }) } : null,
    order: orders[order][1]?.map((key) => ({ ...key })) ?? null,
  };
}

interface FilterProps {
  selection: Selection;
  onSelect(selection: Selection): void;
}

export function Filter({ selection, onSelect }: FilterProps) {
  const { mayWrite } = useRights();
  return (
    <search className="filter">
      <Typed label="Search" placeholder="Search" value={selection.search} onChange={(search) => onSelect({ ...selection, search })} />
      <Typed label="Tag" placeholder="Tag" value={selection.tag} onChange={(tag) => onSelect({ ...selection, tag })} />
      {mayWrite && (
        <select aria-label="Status" value={selection.status} onChange={(e) => onSelect({ ...selection, status: e.target.value as Selection['status'] })}>
          <option value="">any status</option>
          {(['DRAFT', 'PUBLISHED', 'ARCHIVED'] satisfies PostStatus[]).map((status) => <option key={status} value={status}>{status.toLowerCase()}</option>)}
        </select>
      )}
      <select aria-label="Order" value={selection.order} onChange={(e) => onSelect({ ...selection, order: e.target.value as Selection['order'] })}>
        {Object.entries(orders).map(([name, [label]]) => (
          <option key={name} value={name}>{name === 'newest' && selection.search.trim() ? 'best match first' : label}</option>
        ))}
      </select>
    </search>
  );
}

/** Asks when somebody has stopped typing for a moment. */
function Typed({ label, placeholder, value, onChange }: { label: string; placeholder: string; value: string; onChange(value: string): void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) {
      return;
    }
    const timer = setTimeout(() => onChange(typed), 250);
    return () => clearTimeout(timer);
  });
  return <input type="search" aria-label={label} placeholder={placeholder} value={typed} onChange={(e) => setTyped(e.target.value)} />;
}

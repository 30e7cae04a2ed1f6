import { useEffect, useRef, useState } from 'react';
import { useViewer } from './rights';

/** Something that was typed and not sent. */
interface Kept<T> {
  value: T;
  /** When it was last typed at. */
  at: string;
}

/** What the browser would not store (it may be full, or not allowed to): kept in memory, and nobody leaves without being asked. */
const unstored = new Map<string, string>();

addEventListener('beforeunload', (event) => {
  if (unstored.size > 0) {
    event.preventDefault();
  }
});

function save<T>(key: string, value: T): void {
  const text = JSON.stringify({ value, at: new Date().toISOString() } satisfies Kept<T>);
  try {
    localStorage.setItem(key, text);
    unstored.delete(key);
  } catch {
    unstored.set(key, text);
  }
}

function load<T>(key: string): Kept<T> | null {
  try {
    const text = unstored.get(key) ?? localStorage.getItem(key);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function forget(key: string): void {
  unstored.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // it was not stored either
  }
}

/**
 * The state of a form, which outlives whatever takes the form away: another view, Back, a reload, a closed tab, another person's
 * token. It is kept in this browser from the first key stroke until it is sent or discarded, for one person of one organisation, and is
 * there again when the same form is opened. With the text the form keeps the version it is based on, so that a change that somebody
 * made meanwhile is still found.
 *
 * @param name Which form it is, and of which record.
 * @param fresh The form as it is without anything typed.
 * @param isTyped Whether there is something worth keeping.
 */
export function useKept<T>(name: string, fresh: () => T, isTyped: (value: T) => boolean) {
  const { organisation, user } = useViewer();
  const prefix = `graphblog/${organisation.id}/${user.id}/`;
  const key = prefix + name;
  const [found, setFound] = useState(() => load<T>(key));
  const [value, setValue] = useState<T>(() => found?.value ?? fresh());
  const latest = useRef(value);

  function set(next: T): void {
    latest.current = next;
    setValue(next);
  }

  useEffect(() => {
    if (isTyped(value)) {
      save(key, value);
    } else {
      forget(key);
    }
  }, [key, value]);

  return {
    value,
    /** What is typed by now: for those who waited for an answer, while people went on typing. */
    latest: () => latest.current,
    set,
    /** When the text that was found here was typed; null when there was none, or it is done with. */
    keptSince: found?.at ?? null,
    /** It is sent, or not wanted. */
    done(next: T): void {
      setFound(null);
      set(next);
      forget(key);
    },
    /** Hands what is typed over to another form. */
    handOver: (otherName: string, otherValue: T) => save(prefix + otherName, otherValue),
  };
}

/** What was left in a form, without opening it. */
export function useLeft<T>(name: string): T | null {
  const { organisation, user } = useViewer();
  const [left] = useState(() => load<T>(`graphblog/${organisation.id}/${user.id}/${name}`));
  return left?.value ?? null;
}

import { useSyncExternalStore } from 'react';

export type Route =
  | { view: 'list' | 'new' | 'trash' | 'people'; id: null }
  | { view: 'post' | 'read' | 'history'; id: string };

/** Where the page is, by the part of its address behind the #, so that the server has one file to serve. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(
    (onChange) => {
      addEventListener('hashchange', onChange);
      return () => removeEventListener('hashchange', onChange);
    },
    () => location.hash,
  );
  const [first, id, last] = hash.replace(/^#\//, '').split('/');
  if (first === 'posts' && id) {
    return { view: last === 'history' || last === 'read' ? last : 'post', id: decodeURIComponent(id) };
  }
  return { view: first === 'new' || first === 'trash' || first === 'people' ? first : 'list', id: null };
}

export const postPath = (id: string) => `#/posts/${encodeURIComponent(id)}`;

export const readPath = (id: string) => `${postPath(id)}/read`;

export const historyPath = (id: string) => `${postPath(id)}/history`;

import { createContext, useContext } from 'react';
import type { ViewerQuery } from './gql/graphql';

export type Viewer = ViewerQuery['viewer'];

/** Who is asking; the page shows nothing that depends on it before it is known. */
export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) {
    throw new Error('This part of the page is shown before anybody knows who is asking.');
  }
  return viewer;
}

/**
 * What the viewer may do, by the rules of the API (docs/decisions/0009-row-rules.md). The server decides; this is so that nobody is
 * offered what it would refuse. Nothing else in the page looks at a role.
 */
export function useRights() {
  const { role, user } = useViewer();
  const isEditor = role === 'EDITOR' || role === 'ADMIN';
  const isAuthor = isEditor || role === 'AUTHOR';
  return {
    mayWrite: isAuthor,
    /** Change it, see its history, put it into the trash; a post or a comment. */
    mayChange: (record: { author: { id: string } }) => isEditor || (isAuthor && record.author.id === user.id),
    mayPurge: role === 'ADMIN',
    mayManagePeople: role === 'ADMIN',
    mayRename: (person: { id: string }) => role === 'ADMIN' || person.id === user.id,
  };
}

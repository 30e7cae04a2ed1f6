import { useMemo, useState } from 'react';
import { Provider, useQuery, useSubscription } from 'urql';
import { createBlogClient } from './client';
import { Editor } from './editor';
import { everything, type Selection } from './filter';
import { PostChangedDocument, ViewerDocument } from './gql/graphql';
import { Heading, SkipLink } from './heading';
import { History } from './history';
import type { LiveStatus } from './live';
import { describe } from './mutations';
import { People } from './people';
import { PostPane, Refused } from './post';
import { PostList } from './posts';
import { useRights, ViewerContext, type Viewer } from './rights';
import { useRoute } from './route';
import { Session } from './session';
import { actions } from './text';
import { Trash } from './trash';

export function App() {
  const [token, setToken] = useState(() => sessionStorage.getItem('token'));
  const [status, setStatus] = useState<LiveStatus>('connecting');
  const [restorations, setRestorations] = useState(0);
  // Another person is another client; and so is what follows a restoration of the database, since the cache is of before.
  const client = useMemo(
    () => createBlogClient(token, { onStatus: setStatus, onRestored: () => setRestorations((count) => count + 1) }),
    [token, restorations],
  );

  function become(next: string | null) {
    if (next) {
      sessionStorage.setItem('token', next);
    } else {
      sessionStorage.removeItem('token');
    }
    location.hash = '#/';
    setToken(next);
  }

  return (
    <Provider value={client}>
      <Page key={token} status={status} token={token} onBecome={become} />
    </Provider>
  );
}

interface PageProps {
  status: LiveStatus;
  token: string | null;
  onBecome(token: string | null): void;
}

function Page({ status, token, onBecome }: PageProps) {
  const [{ data, error, fetching }] = useQuery({ query: ViewerDocument });
  const [viewer, setViewer] = useState<Viewer | null>(null); // stays while a new client asks again, and with it every form
  if (data && data.viewer !== viewer) {
    setViewer(data.viewer);
  }
  return (
    <ViewerContext value={viewer}>
      <SkipLink />
      <header>
        <a className="brand" href="#/">GraphBlog</a>
        {viewer && <Navigation />}
        <Latest status={status} after={fetching ? undefined : data?.changeCursor} />
        <Session viewer={viewer} token={token} onBecome={onBecome} />
      </header>
      {viewer ? <Views /> : (
        <main id="main" tabIndex={-1}>
          <Heading hidden>Posts</Heading>
          <p className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</p>
        </main>
      )}
    </ViewerContext>
  );
}

function Navigation() {
  const { view } = useRoute();
  const { mayWrite } = useRights();
  const link = (href: string, label: string, isCurrent: boolean) => <a href={href} aria-current={isCurrent ? 'page' : undefined}>{label}</a>;
  return (
    <nav aria-label="Main">
      {link('#/', 'Posts', view !== 'trash' && view !== 'people')}
      {mayWrite && link('#/trash', 'Trash', view === 'trash')}
      {link('#/people', 'People', view === 'people')}
    </nav>
  );
}

function Views() {
  const { view, id } = useRoute();
  const { mayWrite } = useRights();
  const [selection, setSelection] = useState<Selection>(everything);
  if (!mayWrite && (view === 'new' || view === 'trash' || view === 'history')) {
    return <main id="main" tabIndex={-1}><Refused /></main>;
  }
  if (view === 'trash' || view === 'people') {
    return <main id="main" tabIndex={-1} key={view}>{view === 'people' ? <People /> : <Trash />}</main>;
  }
  return (
    <div className="panes">
      <aside aria-label="Posts"><PostList selected={id} selection={selection} onSelect={setSelection} /></aside>
      <main id="main" tabIndex={-1}>
        {view === 'new' && <Editor post={null} gone={false} />}
        {(view === 'post' || view === 'read') && <PostPane key={`${view} ${id}`} id={id} isReading={view === 'read'} />}
        {view === 'history' && <History key={id} id={id} />}
        {view === 'list' && (
          <>
            <Heading hidden>Posts</Heading>
            <p className="empty">Choose a post{mayWrite && <>, or write a <a href="#/new">new one</a></>}.</p>
          </>
        )}
      </main>
    </div>
  );
}

/**
 * Whether changes come as they happen, and what the last one was. This subscription is what keeps the cache, and so the page, up to date:
 * from the moment on at which the page began to read.
 */
function Latest({ status, after }: { status: LiveStatus; after: string | undefined }) {
  const [{ data, error }] = useSubscription({ query: PostChangedDocument, variables: { after }, pause: after === undefined });
  const change = data?.postChanged;
  return (
    <p className="latest" role="status">
      <span className={`dot ${error ? 'lost' : status}`} aria-hidden="true" />
      {error ? 'No live updates' : { connecting: 'Connecting', live: 'Live', lost: 'Connection lost, trying again' }[status]}
      {change && (
        <span key={change.cursor} className="flash">
          {change.changedBy?.displayName ?? 'Somebody'} {change.gone && change.action === 'UPDATE' ? 'took back' : actions[change.action]} {change.post ? `“${change.post.title}”` : 'a post'}
        </span>
      )}
    </p>
  );
}

import { useMemo, useState } from 'react';
import { Provider, useSubscription } from 'urql';
import { createBlogClient } from './client';
import { Editor } from './editor';
import { PostChangedDocument } from './gql/graphql';
import { History } from './history';
import type { LiveStatus } from './live';
import { PostPane } from './post';
import { PostList } from './posts';
import { useRoute } from './route';
import { Session } from './session';
import { actions } from './text';
import { Trash } from './trash';

export function App() {
  const [token, setToken] = useState(() => sessionStorage.getItem('token'));
  const [status, setStatus] = useState<LiveStatus>('connecting');
  const [gaps, setGaps] = useState(0);
  // Another person is another client; and so is what follows a gap, since its cache does not know what it missed.
  const client = useMemo(
    () => createBlogClient(token, { onStatus: setStatus, onGap: () => setGaps((count) => count + 1) }),
    [token, gaps],
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
  const route = useRoute();
  const inTrash = route.view === 'trash';
  return (
    <>
      <header>
        <a className="brand" href="#/">GraphBlog</a>
        <nav aria-label="Main">
          <a href="#/" aria-current={inTrash ? undefined : 'page'}>Posts</a>
          <a href="#/trash" aria-current={inTrash ? 'page' : undefined}>Trash</a>
        </nav>
        <Latest status={status} />
        <Session token={token} onBecome={onBecome} />
      </header>
      {inTrash ? <main><Trash /></main> : (
        <div className="panes">
          <aside aria-label="Posts"><PostList selected={route.id} /></aside>
          <main>
            {route.view === 'new' && <Editor post={null} gone={false} />}
            {route.view === 'post' && <PostPane key={route.id} id={route.id} />}
            {route.view === 'history' && <History key={route.id} id={route.id} />}
            {route.view === 'list' && <p className="empty">Choose a post, or write a <a href="#/new">new one</a>.</p>}
          </main>
        </div>
      )}
    </>
  );
}

/** Whether changes come as they happen, and what the last one was. This subscription is what keeps the cache, and so the page, up to date. */
function Latest({ status }: { status: LiveStatus }) {
  const [{ data, error }] = useSubscription({ query: PostChangedDocument });
  const change = data?.postChanged;
  return (
    <p className="latest" role="status">
      <span className={`dot ${error ? 'lost' : status}`} aria-hidden="true" />
      {error ? 'No live updates' : { connecting: 'Connecting', live: 'Live', lost: 'Connection lost, trying again' }[status]}
      {change && (
        <span key={change.cursor} className="flash">
          {change.changedBy?.displayName ?? 'Somebody'} {actions[change.action]} {change.post ? `“${change.post.title}”` : 'a post'}
        </span>
      )}
    </p>
  );
}

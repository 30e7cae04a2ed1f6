import { useState } from 'react';
import { useQuery } from 'urql';
import { PostsDocument, type PostSummaryFragment } from './gql/graphql';
import { Filter, variablesOf, type Selection } from './filter';
import { describe } from './mutations';
import { useRights } from './rights';
import { postPath } from './route';
import { Status, When } from './text';

interface PostListProps {
  selected: string | null;
  selection: Selection;
  onSelect(selection: Selection): void;
}

export function PostList({ selected, selection, onSelect }: PostListProps) {
  const { mayWrite } = useRights();
  const [pages, setPages] = useState(1);
  return (
    <>
      {mayWrite && <a className="button primary wide" href="#/new">New post</a>}
      <Filter selection={selection} onSelect={(next) => { setPages(1); onSelect(next); }} />
      <ul className="posts">
        <PostPage selection={selection} after={null} pages={pages} selected={selected} onMore={() => setPages(pages + 1)} />
      </ul>
    </>
  );
}

interface PostPageProps {
  selection: Selection;
  after: string | null;
  pages: number;
  selected: string | null;
  onMore(): void;
}

/**
 * A page and, below it, those that follow: each begins behind the last cursor of the one before as it is now. So the list stays
 * whole when a post comes or goes on any of them.
 */
function PostPage({ selection, after, pages, selected, onMore }: PostPageProps) {
  const [{ data, error }] = useQuery({ query: PostsDocument, variables: { after, ...variablesOf(selection) } });
  if (!data) {
    return <li className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</li>;
  }
  const { nodes, pageInfo, totalCount } = data.posts;
  return (
    <>
      {after === null && <li className="count"><span role="status">{totalCount === 1 ? '1 post' : `${totalCount} posts`}</span></li>}
      {nodes.map((post) => (
        <PostRow key={post.id} post={post} isSelected={post.id === selected} />
      ))}
      {pageInfo.hasNextPage && (pages > 1
        ? <PostPage selection={selection} after={pageInfo.endCursor} pages={pages - 1} selected={selected} onMore={onMore} />
        : <li><button className="wide" type="button" onClick={onMore}>Load more of {totalCount}</button></li>)}
    </>
  );
}

function PostRow({ post, isSelected }: { post: PostSummaryFragment; isSelected: boolean }) {
  const [first] = useState(post.version);
  return (
    <li>
      <a href={postPath(post.id)} aria-current={isSelected ? 'true' : undefined}>
        <strong key={post.version} className={post.version === first ? undefined : 'flash'}>{post.title}</strong>
        <small>
          <Status status={post.status} /> v{post.version} · {post.updatedBy.displayName}, <When at={post.updatedAt} />
        </small>
      </a>
    </li>
  );
}

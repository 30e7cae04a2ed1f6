import { useState } from 'react';
import { useQuery } from 'urql';
import { PostsDocument, type PostSummaryFragment } from './gql/graphql';
import { describe } from './mutations';
import { postPath } from './route';
import { Status, When } from './text';

export function PostList({ selected }: { selected: string | null }) {
  const [pages, setPages] = useState(1);
  return (
    <>
      <a className="button primary wide" href="#/new">New post</a>
      <ul className="posts">
        <PostPage after={null} pages={pages} selected={selected} onMore={() => setPages(pages + 1)} />
      </ul>
    </>
  );
}

interface PostPageProps {
  after: string | null;
  pages: number;
  selected: string | null;
  onMore(): void;
}

/**
 * A page and, below it, those that follow: each begins behind the last cursor of the one before as it is now. So the list stays
 * whole when a post comes or goes on any of them.
 */
function PostPage({ after, pages, selected, onMore }: PostPageProps) {
  const [{ data, error }] = useQuery({ query: PostsDocument, variables: { after } });
  if (!data) {
    return <li className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</li>;
  }
  const { nodes, pageInfo, totalCount } = data.posts;
  return (
    <>
      {nodes.map((post) => (
        <PostRow key={post.id} post={post} isSelected={post.id === selected} />
      ))}
      {nodes.length === 0 && after === null && <li className="empty">No posts yet.</li>}
      {pageInfo.hasNextPage && (pages > 1
        ? <PostPage after={pageInfo.endCursor} pages={pages - 1} selected={selected} onMore={onMore} />
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

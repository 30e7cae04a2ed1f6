import { useId, useState } from 'react';
import { useQuery } from 'urql';
import { PostsDocument, type PostSummaryFragment } from './gql/graphql';
import { Filter, variablesOf, type Selection } from './filter';
import { describe } from './mutations';
import { useRights } from './rights';
import { postPath } from './route';
import { Status, When } from './text';
import { Together, type Chosen } from './together';

interface PostListProps {
  selected: string | null;
  selection: Selection;
  onSelect(selection: Selection): void;
}

export function PostList({ selected, selection, onSelect }: PostListProps) {
  const { mayWrite } = useRights();
  const [pages, setPages] = useState(1);
  const [chosen, setChosen] = useState<Chosen>(new Map());
  return (
    <>
      {mayWrite && <a className="button primary wide" href="#/new">New post</a>}
      <Filter selection={selection} onSelect={(next) => { setPages(1); onSelect(next); }} />
      {chosen.size > 0 && <Together chosen={chosen} onChoose={setChosen} />}
      <ul className="posts">
        <PostPage selection={selection} after={null} pages={pages} selected={selected} chosen={chosen} onChoose={setChosen} onMore={() => setPages(pages + 1)} />
      </ul>
    </>
  );
}

interface PostPageProps {
  selection: Selection;
  after: string | null;
  pages: number;
  selected: string | null;
  chosen: Chosen;
  onChoose(chosen: Chosen): void;
  onMore(): void;
}

/**
 * A page and, below it, those that follow: each begins behind the last cursor of the one before as it is now. So the list stays
 * whole when a post comes or goes on any of them.
 */
function PostPage({ selection, after, pages, selected, chosen, onChoose, onMore }: PostPageProps) {
  const [{ data, error }] = useQuery({ query: PostsDocument, variables: { after, ...variablesOf(selection) } });
  if (!data) {
    return <li className="empty" role={error ? 'alert' : undefined}>{error ? describe(error) : 'Loading…'}</li>;
  }
  const { nodes, pageInfo, totalCount } = data.posts;
  return (
    <>
      {after === null && <li className="count"><span role="status">{totalCount === 1 ? '1 post' : `${totalCount} posts`}</span></li>}
      {nodes.map((post) => (
        <PostRow key={post.id} post={post} isSelected={post.id === selected} chosen={chosen} onChoose={onChoose} />
      ))}
      {pageInfo.hasNextPage && (pages > 1
        ? <PostPage selection={selection} after={pageInfo.endCursor} pages={pages - 1} selected={selected} chosen={chosen} onChoose={onChoose} onMore={onMore} />
        : <li><button className="wide" type="button" onClick={onMore}>Load more of {totalCount}</button></li>)}
    </>
  );
}

interface PostRowProps {
  post: PostSummaryFragment;
  isSelected: boolean;
  chosen: Chosen;
  onChoose(chosen: Chosen): void;
}

function PostRow({ post, isSelected, chosen, onChoose }: PostRowProps) {
  const [first] = useState(post.version);
  const { mayChange } = useRights();
  const describedBy = useId();

  function choose(isChosen: boolean) {
    const others = [...chosen].filter(([id]) => id !== post.id);
    onChoose(new Map(isChosen ? [...others, [post.id, post]] : others));
  }

  return (
    <li>
      {mayChange(post) && (
        <input type="checkbox" aria-label="Choose" aria-describedby={`${describedBy}-title`} checked={chosen.has(post.id)} onChange={(e) => choose(e.target.checked)} />
      )}
      <a href={postPath(post.id)} aria-current={isSelected ? 'true' : undefined}>
        <strong id={`${describedBy}-title`} key={post.version} className={post.version === first ? undefined : 'flash'}>{post.title}</strong>
        <small>
          <Status status={post.status} /> v{post.version} · {post.updatedBy.displayName}, <When at={post.updatedAt} />
        </small>
      </a>
    </li>
  );
}

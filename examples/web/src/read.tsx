import { Comments } from './comments';
import type { ReadQuery } from './gql/graphql';
import { Heading } from './heading';
import { Html } from './html';
import { Status, When } from './text';

/** A post as its readers see it, and what they say about it. */
export function Reading({ post }: { post: NonNullable<ReadQuery['post']> }) {
  return (
    <>
      <article>
        <Heading>{post.title}</Heading>
        <p className="byline">
          {post.author.displayName}, {post.publishedAt ? <When at={post.publishedAt} /> : <Status status={post.status} />}
          {post.tags.map((tag) => <span key={tag} className="tag">{tag}</span>)}
        </p>
        <Html html={post.bodyHtml} />
      </article>
      <Comments postId={post.id} />
    </>
  );
}

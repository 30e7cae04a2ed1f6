-- 0400_comments.sql
-- Purpose:   what readers' friends have to say about a post.
-- Invariant: a comment belongs to one post and one author for good; it is seen while its post is, and goes for good with it.
-- Read with: Code/0700_protect.sql (app.show_with_parent), src/Persistence/Comments/Comment.cs

set local role gb_owner;

create table blog.comments_all (
  org_id        bigint not null references blog.organisations (org_id),
  id            bigint generated always as identity,
  post_id       bigint not null,
  author_id     bigint not null,
  body          text not null check (char_length(body) between 1 and 10000),
  version       integer not null default 1,
  created_at    timestamptz not null default now(),  created_by bigint not null,
  updated_at    timestamptz not null default now(),  updated_by bigint not null,
  deleted_at    timestamptz,                         deleted_by bigint,
  primary key (org_id, id),
  foreign key (org_id, post_id) references blog.posts_all (org_id, id) on delete cascade,
  foreign key (org_id, author_id) references blog.users (org_id, id)
);
create index comments_of_post on blog.comments_all (org_id, post_id, created_at, id);

reset role;

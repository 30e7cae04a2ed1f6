-- 0300_posts.sql
-- Purpose:   what a blog is made of.
-- Invariant: no slug twice among the live posts of an organisation; a post in the trash gives its slug free.
-- Read with: Code/0900_posts.sql (tags, published_at), Code/1000_search.sql (document), src/Persistence/Posts/Post.cs

set local role gb_owner;

create table blog.posts_all (
  org_id        bigint not null references blog.organisations (org_id),
  id            bigint generated always as identity,
  author_id     bigint not null,
  title         text not null check (char_length(title) between 1 and 200),
  slug          text not null check (char_length(slug) <= 120 and slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  body          text not null check (octet_length(body) <= 1048576),
  status        text not null default 'DRAFT' check (status in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
  tags          text[] not null default '{}',      -- checked by blog.valid_tags()
  published_at  timestamptz,
  version       integer not null default 1,
  created_at    timestamptz not null default now(),  created_by bigint not null,
  updated_at    timestamptz not null default now(),  updated_by bigint not null,
  deleted_at    timestamptz,                         deleted_by bigint,
  document      tsvector,                            -- what search looks in; derived, so neither content nor history
  metadata      jsonb not null default '{}'          -- a site's own fields
    constraint posts_all_metadata_check check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536),
  primary key (org_id, id),
  foreign key (org_id, author_id) references blog.users (org_id, id)
) with (fillfactor = 85);      -- room for heap-only updates: an edit of title or body touches no index
create unique index posts_slug_live on blog.posts_all (org_id, slug) where deleted_at is null;
create index posts_newest on blog.posts_all (org_id, created_at desc, id desc) where deleted_at is null;
create index posts_author on blog.posts_all (org_id, author_id, created_at desc, id desc) where deleted_at is null;
create index posts_trash_newest on blog.posts_all (org_id, deleted_at desc, id desc) where deleted_at is not null;
create index posts_document on blog.posts_all using gin (document) where deleted_at is null;

reset role;

-- 0300_tables.sql
-- Purpose:   what a blog is made of.
-- Invariant: org_id leads every primary key, unique key, foreign key and index. A key without it would let one
--            organisation reference or probe another: foreign keys and unique indexes do not ask row-level security.
-- Types:     text with CHECK instead of enum, since an enum's operators are not leakproof and no index serves them under RLS.
-- Every table carries the columns that app.protect() looks after: version, created_*, updated_*, deleted_*.

set local role gb_owner;

create sequence blog.organisations_id_seq;

create table blog.organisations (
  org_id      bigint primary key,
  id          bigint not null check (id = org_id),      -- an organisation is its own tenant
  slug        text not null check (slug ~ '^[a-z][a-z0-9-]{0,62}$'),
  name        text not null check (char_length(name) between 1 and 200),
  version     integer not null default 1,
  created_at  timestamptz not null default now(),  created_by bigint,
  updated_at  timestamptz not null default now(),  updated_by bigint,
  deleted_at  timestamptz,                         deleted_by bigint
);
-- A token names its organisation by slug, so slugs are unique across organisations. Nobody can probe with it: the
-- application role may not write the column (app.lint() holds that).
create unique index organisations_slug on blog.organisations (slug);

create table blog.users (
  org_id        bigint not null references blog.organisations (org_id),
  id            bigint generated always as identity,
  handle        text not null check (handle ~ '^[a-z][a-z0-9._-]{0,62}$'),      -- never all digits: a token's sub is an id or a handle
  display_name  text not null check (char_length(display_name) between 1 and 200),
  role          text not null default 'AUTHOR' check (role in ('READER', 'AUTHOR', 'EDITOR', 'ADMIN')),
  version       integer not null default 1,
  created_at    timestamptz not null default now(),  created_by bigint,
  updated_at    timestamptz not null default now(),  updated_by bigint,
  deleted_at    timestamptz,                         deleted_by bigint,
  primary key (org_id, id)
);
create unique index users_handle on blog.users (org_id, handle);

create function blog.valid_tags(tags text[]) returns boolean language sql immutable parallel safe
  return cardinality(tags) <= 20
     and not exists (select from unnest(tags) t where t is null or char_length(t) not between 1 and 50);
grant execute on function blog.valid_tags(text[]) to public;

create table blog.posts_all (
  org_id        bigint not null references blog.organisations (org_id),
  id            bigint generated always as identity,
  author_id     bigint not null,
  title         text not null check (char_length(title) between 1 and 200),
  slug          text not null check (char_length(slug) <= 120 and slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  body          text not null check (octet_length(body) <= 1048576),
  status        text not null default 'DRAFT' check (status in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
  tags          text[] not null default '{}' check (blog.valid_tags(tags)),
  published_at  timestamptz,
  version       integer not null default 1,
  created_at    timestamptz not null default now(),  created_by bigint not null,
  updated_at    timestamptz not null default now(),  updated_by bigint not null,
  deleted_at    timestamptz,                         deleted_by bigint,
  primary key (org_id, id),
  foreign key (org_id, author_id) references blog.users (org_id, id)
) with (fillfactor = 85);      -- room for heap-only updates: an edit of title or body touches no index
create unique index posts_slug_live on blog.posts_all (org_id, slug) where deleted_at is null;
create index posts_newest on blog.posts_all (org_id, created_at desc, id desc) where deleted_at is null;
create index posts_author on blog.posts_all (org_id, author_id, created_at desc, id desc) where deleted_at is null;
create index posts_trash_newest on blog.posts_all (org_id, deleted_at desc, id desc) where deleted_at is not null;

-- published_at is the first time a post was published; it stays when the post is archived or goes back to draft.
-- An import may set it, since the post was published elsewhere before; once it is set, nobody changes it.
create function blog.first_published() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.published_at is not null and new.published_at is distinct from old.published_at then
    raise exception 'published_at never changes' using errcode = 'GB003';
  end if;
  if new.status = 'PUBLISHED' and new.published_at is null then
    new.published_at := new.updated_at;      -- stamped just before: triggers run in the order of their names
  end if;
  return new;
end $$;

reset role;

-- 0200_organisations_and_users.sql
-- Purpose:   who a blog belongs to, and who writes it.
-- Invariant: org_id leads every primary key, unique key, foreign key and index, here and in every table of an organisation. A key
--            without it would let one organisation reference or probe another: foreign keys and unique indexes do not ask row-level
--            security.
-- Types:     text with CHECK instead of enum, since an enum's operators are not leakproof and no index serves them under RLS.
-- Every table carries the columns that app.protect() looks after: version, created_*, updated_*, deleted_*.
-- Read with: Code/1900_protected_tables.sql, src/Persistence/Organisations, src/Persistence/Users

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

reset role;

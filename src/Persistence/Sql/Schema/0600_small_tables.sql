-- 0600_small_tables.sql
-- Purpose:   what the mechanisms remember. The first two belong to organisations; the others are about the database itself, and the
--            application reads them only.
-- Read with: Code/1200_idempotency_and_imports.sql, Code/1100_epochs.sql, Code/0500_revisions.sql

set local role gb_owner;

-- Which mutation a key named; found again for 24 hours.
create table app.idempotency_keys (
  org_id       bigint not null references blog.organisations (org_id),
  user_id      bigint not null,
  key          text not null check (char_length(key) between 1 and 200),
  fingerprint  bytea not null,                               -- SHA-256 of the mutation's name and input
  tx           xid8 not null default pg_current_xact_id(),
  used_at      timestamptz not null default now(),
  epoch        integer not null,                             -- filled by default; 0: from before there were epochs
  primary key (org_id, user_id, key)
);

-- Which post a file became. The row outlives the post: what was purged on purpose does not come back with the next import. Of what a
-- file said digests alone are kept, so that a purge leaves no content behind.
create table app.imports (
  org_id       bigint not null references blog.organisations (org_id),
  source       text not null check (char_length(source) <= 100),            -- one blog of several, as the person who imports calls it
  path         text not null check (char_length(path) between 1 and 1000),  -- the file's name in the folder
  post_id      bigint not null,                                             -- no foreign key, see above
  post_version integer,                                                     -- of the post when it said what the file says; null when it does not
  base         jsonb not null,                                              -- by field the digest of what the file said
  imported_at  timestamptz not null default now(),
  primary key (org_id, source, path)
);

-- Transaction numbers mean something in the cluster that gave them, and nothing in another.
create table app.epochs (
  epoch        integer primary key,
  cluster      bigint not null,                              -- pg_control_system().system_identifier
  database     oid not null,
  above_entry  bigint not null,                              -- entries of the audit log up to this id are older
  begun_in     xid8 not null default pg_current_xact_id(),
  begun_at     timestamptz not null default now()
);

-- What columns were called before. Written by app.protect() alone.
create table app.renamed_columns (
  table_name  text not null,
  old_name    text not null,
  new_name    text,      -- null: dropped
  renamed_at  timestamptz not null default clock_timestamp()      -- to rename, the table was locked: no entry straddles it
);

reset role;

-- 0700_code.sql
-- Purpose:   which Code this database has: the functions, views, triggers, policies and grants of the files in Code.
-- Invariant: one row, written in the transaction that ran those files.
-- Read with: src/Persistence/BlogMigrations.cs, docs/decisions/0035-schema-and-code.md

set local role gb_owner;

create table app.code (
  checksum    text not null,      -- SHA-256 over names and contents of the files
  applied_at  timestamptz not null default now()
);

reset role;

-- 0100_roles_and_schemas.sql
-- Purpose:   the roles and schemas everything else stands on.
-- Invariant: the role that serves requests (gb_app) owns nothing, creates nothing, deletes nothing and inherits nothing.
-- Read with: docs/decisions/0003-roles.md, Code/0110_hardening.sql, tests/GraphBlog.Tests/Database/PrivilegeTests.cs
--
--   gb_owner         owns schemas, tables and functions; never serves a request
--   gb_app           the API; the only role that logs in
--   gb_audit_writer  owns the audit capture functions; its only right is INSERT on audit.audit_log
--   gb_purger        runs app.purge(); its policy shows only the trash of the current organisation
--   gb_retention     runs the clean-up; its policy shows only rows past their keep time
--   gb_identity      runs app.identify(); may read who exists, and nothing else
--   gb_finder        runs what looks across rows or organisations and gives away ids that the caller may know: search, change polling
--   gb_backup        reads everything, and that is all
do $$
declare
  r text;
begin
  foreach r in array array['gb_owner', 'gb_app', 'gb_audit_writer', 'gb_purger', 'gb_retention', 'gb_identity', 'gb_finder', 'gb_backup'] loop
    -- roles belong to the server, not to the database: another GraphBlog database may have made them already
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I %s nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit',
                     r, case r when 'gb_app' then 'login' else 'nologin' end);
    end if;
    -- an owner connection that is no superuser must be a member to create objects in these roles' names
    if r <> 'gb_app' and not (select rolsuper from pg_roles where rolname = current_user) then
      execute format('grant %I to %I', r, current_user);
    end if;
  end loop;
end $$;

-- an abandoned transaction must not hold a row lock, nor a lost query a connection
alter role gb_app set statement_timeout = '5s';
alter role gb_app set lock_timeout = '2s';
alter role gb_app set idle_in_transaction_session_timeout = '10s';
alter role gb_app set search_path = blog, pg_catalog;

create schema blog authorization gb_owner;
create schema audit authorization gb_owner;
create schema if not exists app;          -- the migrations table may have made it
alter schema app owner to gb_owner;

-- 0110_hardening.sql
-- Purpose:   who may come in, and what is taken away of what PostgreSQL gives to everybody.
-- Invariant: what one request could use against another is gone: reading the queries of other sessions, ending them, advisory locks
--            as a covert channel, counters over all tenants.
-- Needs:     a superuser for the catalogue's functions. Without one (most hosted servers) they stay open; the limit is in README.md.
-- Read with: docs/decisions/0003-roles.md, tests/GraphBlog.Tests/Database/PrivilegeTests.cs

revoke all on schema public from public;
grant usage on schema blog, audit, app to gb_app, gb_purger, gb_retention, gb_identity, gb_finder, gb_backup;
grant usage on schema audit, app to gb_audit_writer;
alter default privileges for role gb_owner, gb_audit_writer, gb_purger, gb_identity, gb_finder, gb_retention
  revoke execute on functions from public;

-- A plan that is made once for all values of a LIMIT is reckoned for a tenth of the rows (plan_cache_mode, see
-- BlogDatabase.cs). At a million posts a page with the history of each seemed dear enough to be compiled: 58 ms of compiling for half a
-- millisecond of work. Only where it is not so already: roles are the server's, whose other databases may be migrated at the same time.
do $$
begin
  if not exists (select from pg_db_role_setting where setrole = 'gb_app'::regrole and setdatabase = 0 and 'jit=off' = any (setconfig)) then
    alter role gb_app set jit = off;
  end if;
end $$;

do $$
declare
  f regprocedure;
begin
  alter table app.migrations owner to gb_owner;      -- not the connection's name, which another server may not have
  grant select on app.migrations to gb_app, gb_backup;
  grant select on app.code to gb_app, gb_backup;      -- the server compares both with its own before it says it is ready

  if not (select rolsuper from pg_roles where rolname = current_user) then
    raise notice 'not a superuser: the catalogue functions stay open to PUBLIC';
    return;
  end if;

  revoke usage on language plpgsql from public;      -- no DO block from the application role
  grant usage on language plpgsql to gb_owner, gb_audit_writer, gb_purger, gb_retention;
  revoke usage on language sql from public;
  grant usage on language sql to gb_owner, gb_identity, gb_finder, gb_retention;

  -- pg_advisory_unlock_all stays: Npgsql sends it whenever a connection with prepared statements goes back to its pool,
  -- and the next request would get the error. It frees nothing but the session's own locks.
  for f in
    select oid from pg_proc
     where pronamespace = 'pg_catalog'::regnamespace
       and proname ~ ('^(pg_terminate_backend|pg_cancel_backend|pg_blocking_pids|pg_lock_status|pg_stat_get_.*|pg_notify|pg_sleep.*'
                   || '|pg_(try_)?advisory_(xact_)?lock.*|pg_advisory_unlock(_shared)?|pg_export_snapshot'
                   || '|pg_(total_)?relation_size|pg_table_size|pg_indexes_size|pg_database_size|pg_tablespace_size|pg_sequence_last_value'
                   || '|lo_(creat|create|from_bytea|put|open|unlink)|(query|database|table|cursor|schema)_to_xml.*)$')
       and has_function_privilege('public', oid, 'execute')
  loop
    execute format('revoke execute on function %s from public', f);
    -- monitoring keeps what PUBLIC lost, and not a function more: pg_read_file and lo_export live in the same schema
    execute format('grant execute on function %s to pg_monitor', f);
  end loop;

  revoke select on pg_stat_activity, pg_stat_user_tables, pg_stat_all_tables, pg_statio_all_tables, pg_statio_user_tables,
    pg_stat_user_indexes, pg_stat_all_indexes, pg_locks, pg_prepared_statements, pg_cursors, pg_sequences from public;
  grant select on pg_stat_activity, pg_stat_user_tables, pg_stat_all_tables, pg_statio_all_tables, pg_statio_user_tables,
    pg_stat_user_indexes, pg_stat_all_indexes, pg_locks, pg_prepared_statements, pg_cursors, pg_sequences to pg_monitor;
end $$;

set local role gb_owner;

-- Privileges on the database itself are neither in a plain pg_dump nor copied by CREATE DATABASE ... TEMPLATE, so they
-- can be set again: `migrate` does it each time, and app.lint() notices when they are missing.
create or replace function app.seal_database() returns void language plpgsql as $$
begin
  execute format('revoke all on database %I from public', current_database());      -- takes TEMP away as well
  execute format('grant connect on database %I to gb_app', current_database());
  execute format('grant connect, create, temporary on database %I to gb_owner', current_database());
end $$;

reset role;

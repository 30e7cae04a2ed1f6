-- 0110_hardening.sql
-- Purpose:   take away what PostgreSQL gives to everybody and one request could use against another: reading the
--            queries of other sessions, ending them, advisory locks as a covert channel, counters over all tenants.
-- Needs:     a superuser. Without one (most hosted servers) it does nothing; the limit is in README.md.
do $$
declare
  f regprocedure;
begin
  if not (select rolsuper from pg_roles where rolname = current_user) then
    raise notice 'not a superuser: the catalogue functions stay open to PUBLIC';
    return;
  end if;

  revoke usage on language plpgsql from public;      -- no DO block from the application role
  grant usage on language plpgsql to gb_owner, gb_audit_writer, gb_purger;
  revoke usage on language sql from public;
  grant usage on language sql to gb_owner, gb_identity;

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

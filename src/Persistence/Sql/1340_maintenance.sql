-- 1340_maintenance.sql
-- Purpose:   what no month of the log has a place for does not stay for ever: entries in the default partition go when their month would.
--            And who is in the way of a clean-up is named.
-- Read with: 0800_retention.sql, src/Persistence/BlogMaintenance.cs, tests/GraphBlog.Tests/Database/MaintenanceTests.cs

set local role gb_owner;

-- Deletes them; only audit.empty_default() calls it.
create function audit.delete_from_default(p_before timestamptz) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
declare
  n bigint;
begin
  if p_before > now() - interval '30 days' then
    raise exception 'an audit log kept for less than 30 days is refused' using errcode = 'GB006';
  end if;
  -- The log is append-only for its owner too; both come back before anybody sees the table again.
  alter table audit.audit_log_default disable trigger user;
  alter table audit.audit_log_default no force row level security;
  delete from audit.audit_log_default where changed_at < p_before;
  get diagnostics n = row_count;
  alter table audit.audit_log_default force row level security;
  alter table audit.audit_log_default enable trigger user;
  return n;
end $$;

-- Entries in the default partition whose month is wholly past its keep time; how many there were. To delete them takes a lock that keeps
-- readers out, so it is looked first, which takes none: there hardly ever are any.
create function audit.empty_default(p_keep interval) returns bigint language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  v_before timestamptz := date_trunc('month', now() - p_keep);
begin
  perform from audit.audit_log_default where changed_at < v_before limit 1;
  return case when found then audit.delete_from_default(v_before) else 0 end;      -- a statement of its own: what reads a table keeps it from being altered
end $$;
create policy past on audit.audit_log_default for select to gb_retention using (true);
grant select (changed_at) on audit.audit_log_default to gb_retention;
grant execute on function audit.delete_from_default(timestamptz), audit.empty_default(interval) to gb_retention;

-- Who holds the log, the longest first: what a lock that was not got waited for.
create function audit.holders() returns table (session integer, db_user name, application text, since timestamptz) language sql stable set search_path = pg_catalog, pg_temp as $$
  select distinct on (a.xact_start, l.pid) l.pid, a.usename, nullif(a.application_name, ''), coalesce(a.xact_start, a.backend_start)
    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
   where l.granted and l.pid <> pg_backend_pid() and l.database = (select oid from pg_database where datname = current_database())
     and (l.relation = 'audit.audit_log'::regclass or l.relation in (select inhrelid from pg_inherits where inhparent = 'audit.audit_log'::regclass))
   order by a.xact_start, l.pid;
$$;

reset role;

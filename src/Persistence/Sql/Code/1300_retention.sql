-- 1300_retention.sql
-- Purpose:   one record of the trash goes for good by an administrator (app.purge); what is past its time goes by the upkeep
--            (1310_upkeep.sql). And the months of the log that are to come, and who is in the upkeep's way.
-- Invariant: the policies of gb_purger and gb_retention are the guard; a wrong WHERE in a function cannot delete a live record.
-- Read with: 1310_upkeep.sql, src/Persistence/Upkeep, tests/GraphBlog.Tests/Database/RetentionTests.cs

set local role gb_owner;
grant create on schema app to gb_purger;
set local role gb_purger;
-- Purges one record of the current organisation's trash at the version the caller has seen. False: no such record there.
create or replace function app.purge(p_table regclass, p_id bigint, p_version integer) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  n integer;
begin
  execute format('delete from %s where org_id = app.org() and id = $1 and version = $2 and deleted_at is not null', p_table) using p_id, p_version;
  get diagnostics n = row_count;      -- EXECUTE does not set FOUND
  return n > 0;
end $$;
grant execute on function app.purge(regclass, bigint, integer) to gb_app;
set local role gb_owner;
revoke create on schema app from gb_purger;

-- What a partition of the log does not get from its parent: row triggers reach it by themselves, these do not.
create or replace function audit.guard_partition(p_partition regclass) returns void
  language plpgsql set search_path = pg_catalog, pg_temp set client_min_messages = warning as $$
begin
  execute format('alter table %s enable row level security', p_partition);      -- read through the parent only, but for a backup
  execute format('alter table %s force row level security', p_partition);
  execute format('drop policy if exists backup on %s', p_partition);
  execute format('create policy backup on %s for select to gb_backup using (true)', p_partition);
  execute format('grant select on %s to gb_backup', p_partition);
  execute format('create or replace trigger a_no_truncate before truncate on %s for each statement execute function app.refuse()', p_partition);
end $$;
select audit.guard_partition(inhrelid) from pg_inherits where inhparent = 'audit.audit_log'::regclass;

-- One month of the log; false when it has its partition, or can have none any more.
create or replace function audit.add_month(p_month timestamptz) returns boolean
  language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  m timestamptz := date_trunc('month', p_month);
  n text := 'audit_log_' || to_char(m, 'YYYYMM');
begin
  if to_regclass('audit.' || n) is not null then
    return false;
  end if;
  begin
    execute format('create table audit.%I partition of audit.audit_log for values from (%L) to (%L)', n, m, m + interval '1 month');
  exception when check_violation then
    -- Entries of this month are in the default partition and stay there. The months after it must be made all the same,
    -- else one month missed would be every month missed.
    raise warning 'entries of % are in audit.audit_log_default; the month gets no partition of its own', n;
    return false;
  end;
  perform audit.guard_partition(format('audit.%I', n)::regclass);
  return true;
end $$;

-- Months ahead. The server itself calls it every day, so that no cron job has to be remembered.
create or replace function audit.ensure_partitions(p_ahead integer default 3) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' set timezone = 'UTC' as $$
declare
  made integer := 0;
begin
  -- who serves needs these few; a thousand tables by raw SQL would be slow for everybody
  if p_ahead not between 0 and 24 or p_ahead > 3 and not pg_has_role(session_user, 'gb_owner', 'member') then
    raise exception 'months ahead must be 0 to 3, for the owner 24' using errcode = 'GB006';
  end if;
  for i in 0..p_ahead loop
    made := made + audit.add_month(date_trunc('month', now()) + make_interval(months => i))::integer;
  end loop;
  return made;
end $$;

grant execute on function audit.ensure_partitions(integer) to gb_retention, gb_app;

-- Who holds the log, the longest first: what a lock that was not got waited for.
create or replace function audit.holders() returns table (session integer, db_user name, application text, since timestamptz) language sql stable set search_path = pg_catalog, pg_temp as $$
  select distinct on (a.xact_start, l.pid) l.pid, a.usename, nullif(a.application_name, ''), coalesce(a.xact_start, a.backend_start)
    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
   where l.granted and l.pid <> pg_backend_pid() and l.database = (select oid from pg_database where datname = current_database())
     and (l.relation = 'audit.audit_log'::regclass or l.relation in (select inhrelid from pg_inherits where inhparent = 'audit.audit_log'::regclass))
   order by a.xact_start, l.pid;
$$;

reset role;

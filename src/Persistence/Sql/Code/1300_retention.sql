-- 1300_retention.sql
-- Purpose:   things go for good only here: one record of the trash by an administrator (app.purge), old trash and old
--            months of the log by the clean-up (`maintain`). And the months of the log that are to come, and who is in the clean-up's way.
-- Invariant: the policies of gb_purger and gb_retention are the guard; a wrong WHERE in a function cannot delete a live record.
-- Read with: src/Persistence/BlogMaintenance.cs, tests/GraphBlog.Tests/Database/RetentionTests.cs, MaintenanceTests.cs

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

-- Old trash, in batches, of every protected table; runs as the caller (gb_retention), whose policy shows nothing younger.
create or replace function app.purge_trash(p_batch integer default 1000) returns bigint
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  t regclass;
  n bigint;
  total bigint := 0;
begin
  for t in select polrelid::regclass from pg_policy where polname = 'retention' loop
    execute format('delete from %1$s where (org_id, id) in (select org_id, id from %1$s where deleted_at < now() - app.trash_keep() limit $1)', t)
      using p_batch;
    get diagnostics n = row_count;
    total := total + n;
  end loop;
  return total;
end $$;

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

-- How far the log was dropped, for those who follow changes by a cursor from before: every organisation's newest entry between two times,
-- of this epoch. Whoever drops them calls it first, in the same transaction.
drop policy if exists find on app.dropped_entries;
create policy find on app.dropped_entries for all to gb_finder using (true) with check (true);
grant select, insert, update on app.dropped_entries to gb_finder;
grant select (changed_at) on audit.audit_log to gb_finder;
grant create on schema audit to gb_finder;
set local role gb_finder;
create or replace function audit.note_dropped(p_from timestamptz, p_before timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.dropped_entries as d (org_id, epoch, up_to_tx, up_to_entry)
  select e.org_id, app.epoch(), max(e.tx), max(e.id)
    from audit.audit_log e
   where e.changed_at >= p_from and e.changed_at < p_before and e.id > (select app.epoch_begins_above())
   group by e.org_id
  on conflict (org_id) do update set epoch = excluded.epoch,
    up_to_tx = case when d.epoch = excluded.epoch then greatest(d.up_to_tx, excluded.up_to_tx) else excluded.up_to_tx end,
    up_to_entry = greatest(d.up_to_entry, excluded.up_to_entry);
$$;
grant execute on function audit.note_dropped(timestamptz, timestamptz) to gb_owner;
set local role gb_owner;
revoke create on schema audit from gb_finder;

-- Drops the oldest month that is wholly past its keep time, one per call: each lock is short, and none queues behind another.
create or replace function audit.drop_oldest(p_keep interval) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' set timezone = 'UTC' as $$
declare
  p text;
  m timestamptz;
begin
  if p_keep < interval '30 days' then
    raise exception 'an audit log kept for less than 30 days is refused' using errcode = 'GB006';
  end if;
  select c.relname into p
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
     and to_timestamp(substr(c.relname, 11), 'YYYYMM') + interval '1 month' <= now() - p_keep
   order by 1 limit 1;
  if p is not null then
    m := to_timestamp(substr(p, 11), 'YYYYMM');
    execute format('lock table audit.%I in share mode', p);      -- what is noted is what is dropped
    perform audit.note_dropped(m, m + interval '1 month');
    execute format('drop table audit.%I', p);
  end if;
  return p;
end $$;

grant execute on function app.purge_trash(integer), audit.drop_oldest(interval) to gb_retention;
grant execute on function audit.ensure_partitions(integer) to gb_retention, gb_app;

-- Entries for which no month had a place go when their month would. Only audit.empty_default() calls this.
create or replace function audit.delete_from_default(p_before timestamptz) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
declare
  n bigint;
begin
  if p_before > now() - interval '30 days' then
    raise exception 'an audit log kept for less than 30 days is refused' using errcode = 'GB006';
  end if;
  perform audit.note_dropped('-infinity', p_before);
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
create or replace function audit.empty_default(p_keep interval) returns bigint language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  v_before timestamptz := date_trunc('month', now() - p_keep);
begin
  perform from audit.audit_log_default where changed_at < v_before limit 1;
  return case when found then audit.delete_from_default(v_before) else 0 end;      -- a statement of its own: what reads a table keeps it from being altered
end $$;
drop policy if exists past on audit.audit_log_default;
create policy past on audit.audit_log_default for select to gb_retention using (true);
grant select (changed_at) on audit.audit_log_default to gb_retention;
grant execute on function audit.delete_from_default(timestamptz), audit.empty_default(interval) to gb_retention;

-- Who holds the log, the longest first: what a lock that was not got waited for.
create or replace function audit.holders() returns table (session integer, db_user name, application text, since timestamptz) language sql stable set search_path = pg_catalog, pg_temp as $$
  select distinct on (a.xact_start, l.pid) l.pid, a.usename, nullif(a.application_name, ''), coalesce(a.xact_start, a.backend_start)
    from pg_locks l left join pg_stat_activity a on a.pid = l.pid
   where l.granted and l.pid <> pg_backend_pid() and l.database = (select oid from pg_database where datname = current_database())
     and (l.relation = 'audit.audit_log'::regclass or l.relation in (select inhrelid from pg_inherits where inhparent = 'audit.audit_log'::regclass))
   order by a.xact_start, l.pid;
$$;

reset role;

-- 1300_retention.sql
-- Purpose:   things go for good only here: one record of the trash by an administrator (app.purge), old trash and old
--            months of the log by the clean-up (`maintain`). And the months of the log that are to come.
-- Invariant: the policies of gb_purger and gb_retention are the guard; a wrong WHERE in a function cannot delete a live record.
-- Read with: tests/GraphBlog.Tests/Database/RetentionTests.cs

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
  if p_ahead not between 0 and 24 then
    raise exception 'months ahead must be 0 to 24' using errcode = 'GB006';
  end if;
  for i in 0..p_ahead loop
    made := made + audit.add_month(date_trunc('month', now()) + make_interval(months => i))::integer;
  end loop;
  return made;
end $$;

-- Drops the oldest month that is wholly past its keep time, one per call: each lock is short, and none queues behind another.
create or replace function audit.drop_oldest(p_keep interval) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' set timezone = 'UTC' as $$
declare
  p text;
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
    execute format('drop table audit.%I', p);
  end if;
  return p;
end $$;

grant execute on function app.purge_trash(integer), audit.drop_oldest(interval) to gb_retention;
grant execute on function audit.ensure_partitions(integer) to gb_retention, gb_app;

reset role;

-- 0800_retention.sql
-- Purpose:   things go for good only here: one record of the trash by an administrator (app.purge), old trash and old
--            months of the log by the clean-up (`maintain`).
-- Invariant: the policies of gb_purger and gb_retention are the guard; a wrong WHERE in a function cannot delete a live record.
-- Read with: tests/GraphBlog.Tests/Database/RetentionTests.cs

-- Purges one record of the current organisation's trash at the version the caller has seen. False: no such record there.
grant create on schema app to gb_purger;
set local role gb_purger;
create function app.purge(p_table regclass, p_id bigint, p_version integer) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  n integer;
begin
  execute format('delete from %s where org_id = app.org() and id = $1 and version = $2 and deleted_at is not null', p_table) using p_id, p_version;
  get diagnostics n = row_count;      -- EXECUTE does not set FOUND
  return n > 0;
end $$;
grant execute on function app.purge(regclass, bigint, integer) to gb_app;
reset role;
revoke create on schema app from gb_purger;

set local role gb_owner;

-- Old trash, in batches, of every protected table; runs as the caller (gb_retention), whose policy shows nothing younger.
create function app.purge_trash(p_batch integer default 1000) returns bigint
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

-- Months ahead. The server itself calls it every day, so that no cron job has to be remembered.
create function audit.ensure_partitions(p_ahead integer default 3) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' set timezone = 'UTC' as $$
declare
  m timestamptz;
  n text;
  made integer := 0;
begin
  if p_ahead not between 0 and 24 then
    raise exception 'months ahead must be 0 to 24' using errcode = 'GB006';
  end if;
  for i in 0..p_ahead loop
    m := date_trunc('month', now()) + make_interval(months => i);
    n := 'audit_log_' || to_char(m, 'YYYYMM');
    continue when to_regclass('audit.' || n) is not null;
    begin
      execute format('create table audit.%I partition of audit.audit_log for values from (%L) to (%L)', n, m, m + interval '1 month');
    exception when check_violation then
      -- Entries of this month are in the default partition and stay there. The months after it must be made all the same,
      -- else one month missed would be every month missed.
      raise warning 'entries of % are in audit.audit_log_default; the month gets no partition of its own', n;
      continue;
    end;
    execute format('alter table audit.%I enable row level security', n);      -- no policy: read through the parent only
    execute format('alter table audit.%I force row level security', n);
    execute format('create trigger a_no_truncate before truncate on audit.%I for each statement execute function app.refuse()', n);
    made := made + 1;
  end loop;
  return made;
end $$;

-- Drops the oldest month that is wholly past its keep time, one per call: each lock is short, and none queues behind another.
create function audit.drop_oldest(p_keep interval) returns text
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

select audit.ensure_partitions();

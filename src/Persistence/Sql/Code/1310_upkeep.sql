-- 1310_upkeep.sql
-- Purpose:   what time does to a database: trash and entries of the log that are past what their organisation keeps go for good.
-- How:       whoever serves has it done, a batch and a transaction at a time; `maintain` does the same. One does it for all: who leads is a
--            row (app.upkeep) and no lock of a session, which a pooler would share.
-- Invariant: whoever calls decides nothing. What is past, the settings say that the owner alone writes; the policies of gb_retention show
--            nothing else to what runs here, and the log's own trigger lets nothing else be deleted (0400_audit_capture.sql).
-- Limits:    who may call may do it early, claim that it was done, or that a month lies in an archive: never that something is past.
-- Read with: Schema/0860_upkeep.sql, 1320_archives.sql, src/Persistence/Upkeep, docs/decisions/0044-upkeep.md,
--            tests/GraphBlog.Tests/Database/UpkeepTests.cs

set local role gb_owner;

-- What organisations keep: null for what all have that say nothing. Without an organisation it is that; then null leaves it as it is.
create or replace function app.set_retention(p_org text, p_trash_days integer, p_audit_days integer) returns void
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_org bigint;
begin
  if p_org is null then
    update app.upkeep set trash_days = coalesce(p_trash_days, trash_days), audit_days = coalesce(p_audit_days, audit_days);
    return;
  end if;
  set local role gb_identity;      -- the only role that sees who exists
  select o.org_id into v_org from blog.organisations o where o.slug = p_org;
  set local role gb_owner;
  if v_org is null then
    raise exception 'there is no organisation %', p_org using errcode = 'GB002';
  end if;
  perform set_config('app.current_org_id', v_org::text, true);
  update blog.organisations set trash_days = p_trash_days, audit_days = p_audit_days where org_id = v_org;
end $$;

create policy retention_settings on blog.organisations for select to gb_retention using (true);
grant select (org_id, slug, trash_days, audit_days) on blog.organisations to gb_retention;
grant update (leader, leads_until, ended_at, needs_archives) on app.upkeep to gb_retention;
grant create on schema app, audit to gb_retention, gb_finder;

-- Who has entries between two times. An organisation at a time, since the index is led by it.
set local role gb_finder;
create or replace function audit.organisations_between(p_from timestamptz, p_before timestamptz) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan as $$
  with recursive org (id) as (
    select min(e.org_id) from audit.audit_log e where e.changed_at >= p_from and e.changed_at < p_before
    union all
    select (select min(e.org_id) from audit.audit_log e where e.org_id > org.id and e.changed_at >= p_from and e.changed_at < p_before)
      from org where org.id is not null)
  select id from org where id is not null;
$$;

-- How far an organisation's log is dropped, for those who follow changes by a cursor from before, and for `doctor`. Whoever drops it calls it
-- in the same transaction.
create or replace function audit.note_dropped(p_org bigint, p_up_to_tx xid8, p_up_to_entry bigint, p_before timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into app.dropped_entries as d (org_id, epoch, up_to_tx, up_to_entry, before)
  values (p_org, app.epoch(), coalesce(p_up_to_tx, '0'), coalesce(p_up_to_entry, 0), p_before)
  on conflict (org_id) do update set epoch = excluded.epoch,
    up_to_tx = case when d.epoch = excluded.epoch then greatest(d.up_to_tx, excluded.up_to_tx) else excluded.up_to_tx end,
    up_to_entry = greatest(d.up_to_entry, excluded.up_to_entry), before = greatest(d.before, excluded.before);
$$;
create or replace function audit.note_dropped_month(p_month timestamptz) returns void
  language sql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
  select audit.note_dropped(e.org_id, max(e.tx) filter (where e.id > b.above), max(e.id) filter (where e.id > b.above), p_month + interval '1 month')
    from audit.audit_log e cross join (select app.epoch_begins_above()) b (above)
   where e.changed_at >= p_month and e.changed_at < p_month + interval '1 month' group by e.org_id;
$$;
grant execute on function audit.organisations_between(timestamptz, timestamptz), audit.note_dropped(bigint, xid8, bigint, timestamptz) to gb_retention;
grant execute on function audit.note_dropped_month(timestamptz) to gb_owner;
set local role gb_owner;
create policy find on app.dropped_entries for all to gb_finder using (true) with check (true);
grant select, insert, update on app.dropped_entries to gb_finder;
grant select (changed_at) on audit.audit_log to gb_finder;
grant execute on function app.epoch_begins_above() to gb_retention;
grant select (epoch, above_entry) on app.epochs to gb_retention;

set local role gb_retention;
-- Entries from before that moment are past what their organisation keeps: whole months. Null where nobody has decided it.
create or replace function audit.past_before(p_org bigint) returns timestamptz language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select date_trunc('month', now() - make_interval(days => coalesce(
    (select o.audit_days from blog.organisations o where o.org_id = p_org), (select u.audit_days from app.upkeep u))), 'UTC');
$$;
grant execute on function audit.past_before(bigint) to gb_owner;
set local role gb_owner;
create policy past on audit.audit_log for all to gb_retention using (changed_at < audit.past_before(org_id)) with check (false);
grant select (org_id, changed_at, id, tx), delete on audit.audit_log to gb_retention;
set local role gb_retention;

-- Whether the caller does it from here on: where it is due and nobody does, or who did was not heard of for ten seconds. `p_every` is how long
-- ago it must have been done. Whoever leads says so again with each step.
create or replace function app.lead_upkeep(p_server uuid, p_every interval default '0') returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from app.upkeep u
   where u.leader = p_server or u.leader is null and u.ended_at <= clock_timestamp() - p_every or u.leads_until < clock_timestamp()
     for update skip locked;
  if found then
    update app.upkeep set leader = p_server, leads_until = clock_timestamp() + interval '10 seconds';
  end if;
  return found;
end $$;

create or replace function app.must_lead(p_server uuid) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_server is null or not app.lead_upkeep(p_server, interval '1000 years') then
    raise exception 'another server does the upkeep' using errcode = 'GB021';
  end if;
end $$;

-- Ends it. Undone, it is due as before.
create or replace function app.end_upkeep(p_server uuid, p_done boolean) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
  update app.upkeep set leader = null, leads_until = null, ended_at = case when p_done then clock_timestamp() else ended_at end where leader = p_server;
$$;

-- Which organisations have something past its time.
create or replace function app.upkeep_due() returns setof bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_past text := (select string_agg(format('exists (select from %s t where t.org_id = o.org_id and t.deleted_at < now() - make_interval(days => app.trash_days(o.org_id)))',
                                           polrelid::regclass), ' or ') from pg_policy where polname = 'retention');
begin
  return query execute format($query$
    select o.org_id from blog.organisations o
     where %s or exists (select from audit.audit_log e where e.org_id = o.org_id and e.changed_at < audit.past_before(o.org_id)) order by 1$query$, v_past);
end $$;

-- For nobody, whatever the caller's transaction says; answers what it said, with which it goes on afterwards.
create or replace function app.act_as(p_settings text[]) returns text[] language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_names constant text[] := '{actor_kind,current_user_id,on_behalf_of,scope,request_id,trace_id,reverts_to}';
  v_was text[];
begin
  for i in 1..cardinality(v_names) loop
    v_was[i] := coalesce(current_setting('app.' || v_names[i], true), '');
    perform set_config('app.' || v_names[i], p_settings[i], true);
  end loop;
  return v_was;
end $$;

-- A batch of an organisation's trash that is past its time, of every protected table, the oldest first.
create or replace function app.purge_past(p_server uuid, p_org bigint, p_batch integer) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  t regclass;
  n bigint;
  total bigint := 0;
  v_was text[] := app.act_as('{SYSTEM,"","","","","",""}');
begin
  perform app.must_lead(p_server);
  for t in select polrelid::regclass from pg_policy where polname = 'retention' loop
    execute format('delete from %1$s where org_id = $1 and id = any (array(
                      select id from %1$s where org_id = $1 and deleted_at < $2 order by deleted_at limit $3))', t)
      using p_org, now() - make_interval(days => app.trash_days(p_org)), least(p_batch, 1000);
    get diagnostics n = row_count;
    total := total + n;
  end loop;
  perform app.act_as(v_was);
  return total;
end $$;

-- A batch of an organisation's entries that are past their time, of one month, the oldest first, those of no month's partition too; where
-- archives are asked for, of those that are in one. For a month that others keep: else it is dropped whole, which costs nobody a deletion.
create or replace function audit.delete_past(p_server uuid, p_org bigint, p_batch integer) returns bigint
  language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set plan_cache_mode = force_custom_plan as $$
declare
  v_past  timestamptz := audit.past_before(p_org);
  v_month timestamptz := date_trunc('month', (select min(e.changed_at) from audit.audit_log e where e.org_id = p_org and e.changed_at < v_past));
  v_end   timestamptz := v_month + interval '1 month';
  v_last  bigint := 9223372036854775807;
  v_until timestamptz;
  n       bigint;
begin
  perform app.must_lead(p_server);
  if (select u.needs_archives from app.upkeep u) then
    v_last := (select a.last_entry from app.archives a where a.org_id = p_org and a.month = v_month);
  end if;
  v_until := (select e.changed_at from audit.audit_log e
               where e.org_id = p_org and e.changed_at >= v_month and e.changed_at < v_end order by e.changed_at, e.id offset least(p_batch, 5000) - 1 limit 1);
  with gone as (
    delete from audit.audit_log e
     where e.org_id = p_org and e.changed_at >= v_month and e.changed_at < v_end and e.changed_at <= coalesce(v_until, v_end) and e.id <= v_last
    returning e.tx, e.id),
  told as (
    select count(*) as n, max(g.tx) filter (where g.id > b.above) as tx, max(g.id) filter (where g.id > b.above) as id
      from gone g cross join (select app.epoch_begins_above()) b (above))
  select t.n, case when t.n > 0 then audit.note_dropped(p_org, t.tx, t.id, v_end)::text end from told t into n;
  return n;
end $$;

-- Whether a month of the log is past for everybody who has entries in it, and in an archive where those are asked for.
create or replace function audit.is_past(p_month timestamptz) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set plan_cache_mode = force_custom_plan as $$
declare
  v_end timestamptz := p_month + interval '1 month';
  v_orgs bigint[] := array(select audit.organisations_between(p_month, v_end));
begin
  if exists (select from unnest(case v_orgs when '{}' then array[null]::bigint[] else v_orgs end) o (id) where (audit.past_before(o.id) >= v_end) is not true) then
    return false;
  end if;
  return not (select u.needs_archives from app.upkeep u) or not exists (
    select from unnest(v_orgs) o (id)
     where coalesce((select a.last_entry from app.archives a where a.org_id = o.id and a.month = p_month), 0)
         < (select max(e.id) from audit.audit_log e where e.org_id = o.id and e.changed_at >= p_month and e.changed_at < v_end));
end $$;
grant execute on function audit.is_past(timestamptz), app.must_lead(uuid) to gb_owner;
grant execute on function app.lead_upkeep(uuid, interval), app.end_upkeep(uuid, boolean), app.upkeep_due(), app.purge_past(uuid, bigint, integer),
  audit.delete_past(uuid, bigint, integer) to gb_app;
set local role gb_owner;

-- Drops the oldest month that is past for everybody, one per call: each lock is short, and none queues behind another. Who waits for it waits
-- a moment: writers stand behind it.
create or replace function audit.drop_past_month(p_server uuid) returns text
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '50ms' set timezone = 'UTC' as $$
declare
  p text;
  m timestamptz;
begin
  perform app.must_lead(p_server);
  for p in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
       and to_timestamp(substr(c.relname, 11), 'YYYYMM') + interval '1 month' <= now() - interval '30 days'
     order by 1
  loop
    m := to_timestamp(substr(p, 11), 'YYYYMM');
    if audit.is_past(m) then
      execute format('lock table audit.%I in share mode', p);      -- what is noted is what is dropped
      perform audit.note_dropped_month(m);
      execute format('drop table audit.%I', p);
      return p;
    end if;
  end loop;
  return null;
end $$;
grant execute on function audit.drop_past_month(uuid) to gb_app;
revoke create on schema app, audit from gb_retention, gb_finder;

reset role;

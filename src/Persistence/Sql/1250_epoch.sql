-- 1250_epoch.sql
-- Purpose:   transaction numbers mean something in the cluster that gave them, and nothing in another: what is stored with one belongs
--            to an epoch, and is compared with transactions of that epoch alone.
-- How:       an epoch is a cluster (its system identifier) and a database in it. `migrate` begins a new one when the two are not those
--            of the last epoch or transaction numbers went back, `restore` always. The entries of an epoch are those whose ids lie
--            between its beginning and the next one's: ids come from a sequence, which a dump carries along. A write pays nothing.
-- Read with: docs/decisions/0023-epoch.md, tests/GraphBlog.Tests/Hosting/RestoredTests.cs

set local role gb_owner;

create table app.epochs (
  epoch        integer primary key,
  cluster      bigint not null,                              -- pg_control_system().system_identifier
  database     oid not null,
  above_entry  bigint not null,                              -- entries of the audit log up to this id are older
  begun_in     xid8 not null default pg_current_xact_id(),
  begun_at     timestamptz not null default now()
);
grant select on app.epochs to gb_app, gb_finder;

create function app.epoch() returns integer language sql stable set search_path = pg_catalog, pg_temp
  return (select max(epoch) from app.epochs);
create function app.epoch_begins_above() returns bigint language sql stable set search_path = pg_catalog, pg_temp
  return (select above_entry from app.epochs order by epoch desc limit 1);

-- Whether the last epoch is this cluster's. False for a dump that was restored, or a database that was copied, until `migrate` has run.
create function app.in_epoch() returns boolean language sql stable set search_path = pg_catalog, pg_temp
  return coalesce((
    select e.cluster = c.system_identifier and e.database = d.oid and e.begun_in <= pg_snapshot_xmax(pg_current_snapshot())
      from app.epochs e, pg_control_system() c, pg_database d
     where d.datname = current_database() order by e.epoch desc limit 1), false);

-- What a cursor names. The timeline is part of it: who was promoted, or recovered to a point in time, may have lost what a cursor saw.
create function app.epoch_label() returns text language sql stable set search_path = pg_catalog, pg_temp
  return case when app.in_epoch() then app.epoch() || '.' || ltrim(left(pg_walfile_name(pg_current_wal_lsn()), 8), '0') else 'none' end;

-- This moment, for those who follow changes: the epoch and the snapshot.
create function app.moment() returns text language sql stable set search_path = pg_catalog, pg_temp
  return app.epoch_label() || ';' || pg_current_snapshot();
grant execute on function app.epoch(), app.epoch_begins_above(), app.in_epoch(), app.epoch_label(), app.moment() to gb_app, gb_finder;

grant select (id) on audit.audit_log to gb_finder;
grant create on schema app to gb_finder;
reset role;
set local role gb_finder;

-- The newest transaction that is written down; an organisation at a time, since the index is led by it.
create function app.newest_transaction() returns xid8 language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive org (id) as (
    select min(e.org_id) from audit.audit_log e
    union all
    select (select min(e.org_id) from audit.audit_log e where e.org_id > org.id) from org where org.id is not null)
  select max(newest.tx) from org, lateral (select max(e.tx) as tx from audit.audit_log e where e.org_id = org.id) newest;
$$;
grant execute on function app.newest_transaction() to gb_owner;

create or replace function app.changed_organisations(p_orgs bigint[], p_since pg_snapshot[]) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.org from unnest(p_orgs, p_since) as f (org, since)
   where exists (select from audit.audit_log e
                  where e.org_id = f.org and e.tx >= pg_snapshot_xmin(f.since) and not pg_visible_in_snapshot(e.tx, f.since)
                    and e.id > (select app.epoch_begins_above()));
$$;
reset role;
revoke create on schema app from gb_finder;
set local role gb_owner;

-- Begins an epoch where that is needed, and answers which one it is. Nobody may be writing: `migrate` and `restore` call it.
create function app.begin_epoch(p_restored boolean default false) returns integer language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if p_restored or not app.in_epoch() or pg_current_xact_id() <= app.newest_transaction() then
    insert into app.epochs (epoch, cluster, database, above_entry)
    select coalesce(app.epoch(), 0) + 1, c.system_identifier, d.oid, nextval('audit.audit_log_id_seq')
      from pg_control_system() c, pg_database d where d.datname = current_database();
  end if;
  return app.epoch();
end $$;
revoke execute on function app.begin_epoch(boolean) from public;

-- What was there before belongs to epoch 0, of which nothing is known.
alter table app.idempotency_keys add column epoch integer not null default 0;
select app.begin_epoch();
alter table app.idempotency_keys alter column epoch set default app.epoch();
grant update (epoch) on app.idempotency_keys to gb_app;

-- As in 1060_idempotency.sql; a transaction's number is told with the ids between which its epoch's entries lie.
drop function app.take_key(text, bytea);
create function app.take_key(p_key text, p_fingerprint bytea, out used_in xid8, out is_same boolean, out above_entry bigint, out up_to_entry bigint)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  used_epoch integer;
begin
  if not app.in_epoch() then
    raise exception 'this database was restored or copied, and `migrate` has not run since' using errcode = 'GB011';
  end if;
  insert into app.idempotency_keys as k (org_id, user_id, key, fingerprint) values (app.org(), app.usr(), p_key, p_fingerprint)
  on conflict (org_id, user_id, key) do update
    set fingerprint = excluded.fingerprint, tx = pg_current_xact_id(), epoch = app.epoch(), used_at = now()
   where k.used_at < now() - interval '24 hours';
  if not found then
    select k.tx, k.fingerprint = p_fingerprint, k.epoch into used_in, is_same, used_epoch
      from app.idempotency_keys k where k.org_id = app.org() and k.user_id = app.usr() and k.key = p_key;
    above_entry := coalesce((select e.above_entry from app.epochs e where e.epoch = used_epoch), 0);
    up_to_entry := coalesce((select e.above_entry from app.epochs e where e.epoch = used_epoch + 1), 9223372036854775807);
  end if;
end $$;
grant execute on function app.take_key(text, bytea) to gb_app;

-- As in 1045_change_feed.sql; older epochs are history.
create or replace function audit.post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer)
  returns table (id bigint, tx xid8, action text, record_id bigint, version integer, changed_by bigint, fields text[],
                 author_id bigint, status text, former_status text)
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select e.id, e.tx, e.action, e.record_id, e.version, e.changed_by, array(select jsonb_object_keys(e.new_data)),
         p.author_id, p.status, e.old_data->>'status'
    from audit.audit_log e left join blog.posts_all p on p.org_id = e.org_id and p.id = e.record_id
   where e.org_id = app.org() and e.table_name = 'posts' and e.id > (select greatest(p_above, app.epoch_begins_above()))
     and e.tx >= pg_snapshot_xmin(p_from) and e.tx < pg_snapshot_xmax(p_to)
     and not pg_visible_in_snapshot(e.tx, p_from) and pg_visible_in_snapshot(e.tx, p_to)
   order by e.id limit p_limit;
$$;

reset role;

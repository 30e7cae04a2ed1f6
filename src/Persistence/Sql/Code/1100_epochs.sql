-- 1100_epochs.sql
-- Purpose:   transaction numbers mean something in the cluster that gave them, and nothing in another: what is stored with one belongs
--            to an epoch, and is compared with transactions of that epoch alone.
-- How:       an epoch is a cluster (its system identifier) and a database in it. `migrate` begins a new one when the two are not those
--            of the last epoch or transaction numbers went back, `restore` always. The entries of an epoch are those whose ids lie
--            between its beginning and the next one's: ids come from a sequence, which a dump carries along. A write pays nothing.
-- Read with: docs/decisions/0023-epoch.md, tests/GraphBlog.Tests/Hosting/RestoreTests.cs

set local role gb_owner;

grant select (epoch, cluster, database, above_entry, begun_in, begun_at) on app.epochs to gb_app, gb_finder;      -- all but the key of cursors

create or replace function app.epoch() returns integer language sql stable set search_path = pg_catalog, pg_temp
  return (select max(epoch) from app.epochs);
create or replace function app.epoch_begins_above() returns bigint language sql stable set search_path = pg_catalog, pg_temp
  return (select above_entry from app.epochs order by epoch desc limit 1);

-- Whether the last epoch is this cluster's. False for a dump that was restored, or a database that was copied, until `migrate` has run.
-- The transaction that begins an epoch may be newer than any that is over, hence its own number beside those of the snapshot.
create or replace function app.in_epoch() returns boolean language sql stable set search_path = pg_catalog, pg_temp
  return coalesce((
    select e.cluster = c.system_identifier and e.database = d.oid
       and e.begun_in <= greatest(pg_snapshot_xmax(pg_current_snapshot()), pg_current_xact_id_if_assigned())
      from app.epochs e, pg_control_system() c, pg_database d
     where d.datname = current_database() order by e.epoch desc limit 1), false);

-- What a cursor names. The timeline is part of it: who was promoted, or recovered to a point in time, may have lost what a cursor saw.
create or replace function app.epoch_label() returns text language sql stable set search_path = pg_catalog, pg_temp
  return case when app.in_epoch() then app.epoch() || '.' || ltrim(left(pg_walfile_name(pg_current_wal_lsn()), 8), '0') else 'none' end;
grant execute on function app.epoch(), app.epoch_begins_above(), app.in_epoch(), app.epoch_label() to gb_app, gb_finder;

drop policy if exists find on audit.audit_log;
create policy find on audit.audit_log for select to gb_finder using (true);
grant select (org_id, id, tx) on audit.audit_log to gb_finder;
grant create on schema app to gb_finder;
set local role gb_finder;
-- The newest transaction that is written down in this epoch: those of former ones may be ahead of the counter for good. An organisation at a time, since the index is led by it.
create or replace function app.newest_transaction() returns xid8 language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive org (id) as (
    select min(e.org_id) from audit.audit_log e
    union all
    select (select min(e.org_id) from audit.audit_log e where e.org_id > org.id) from org where org.id is not null)
  select max(newest.tx) from org, lateral (
    select max(e.tx) as tx from audit.audit_log e where e.org_id = org.id and e.id > (select app.epoch_begins_above())) newest;
$$;
grant execute on function app.newest_transaction() to gb_owner;
set local role gb_owner;
revoke create on schema app from gb_finder;

-- Begins an epoch where that is needed, and answers which one it is. Nobody may be writing: `migrate` and `restore` call it.
create or replace function app.begin_epoch(p_restored boolean default false) returns integer language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if p_restored or not app.in_epoch() or pg_current_xact_id() <= app.newest_transaction() then
    insert into app.epochs (epoch, cluster, database, above_entry)
    select coalesce(app.epoch(), 0) + 1, c.system_identifier, d.oid, nextval('audit.audit_log_id_seq')
      from pg_control_system() c, pg_database d where d.datname = current_database();
  end if;
  return app.epoch();
end $$;

reset role;

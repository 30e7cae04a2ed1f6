-- 1110_change_polling.sql
-- Purpose:   which of the organisations that somebody follows have changed since they were last looked at.
-- Why so:    the announcement by NOTIFY that this replaces takes a lock on the whole database from before a commit's WAL is written
--            until after it is on disk (PreCommit_Notify in src/backend/commands/async.c), so the commits of all organisations
--            followed one another: 770 updates/s where there are 1,500 without it. A question ten times a second costs no writer anything.
-- Invariant: the function gives away ids that it was given, nothing else; gb_finder reads no column that says what was changed.
-- Read with: src/GraphApi/Changes/ChangeHub.cs, tests/GraphBlog.Tests/Api/ChangeFeedTests.cs

set local role gb_owner;
drop trigger z_announce on audit.audit_log;
drop function audit.announce();

create policy find on audit.audit_log for select to gb_finder using (true);
grant usage on schema audit to gb_finder;
grant select (org_id, tx) on audit.audit_log to gb_finder;
grant create on schema app to gb_finder;
reset role;

set local role gb_finder;
-- Each organisation has the moment it was last looked at. Through the index audit_tx: from the oldest transaction that was under way then.
create function app.changed_organisations(p_orgs bigint[], p_since pg_snapshot[]) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.org from unnest(p_orgs, p_since) as f (org, since)
   where exists (select from audit.audit_log e
                  where e.org_id = f.org and e.tx >= pg_snapshot_xmin(f.since) and not pg_visible_in_snapshot(e.tx, f.since));
$$;
grant execute on function app.changed_organisations(bigint[], pg_snapshot[]) to gb_app;
reset role;
revoke create on schema app from gb_finder;

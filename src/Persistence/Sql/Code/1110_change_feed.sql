-- 1110_change_feed.sql
-- Purpose:   what changed between two moments, for those who follow changes: none lost, none twice, in the order of commit, and of each
--            what their role saw at the time: a post that goes out of their sight is told as gone, and of the time before it came into
--            it, nothing. And a moment means the same before and after a crash.
-- How:       a moment is a snapshot (PostgreSQL manual, section 9.27.11), which knows exactly which transactions it sees. Ids and
--            times do not do: both are taken before the commit, and who has seen number 2 never learns of a number 1 that commits
--            later. Between two moments the order is that of the entries' ids, taken under the row's lock: a record's versions come
--            in their order, and a change comes after those that were over before it began.
--            The state of a post as of a change is its row, turned back by the entries that came later; that of a purged one, turned
--            forward from what the log still has. An index (audit_standing) holds the few entries that say a status or an author.
--            A cursor from before the oldest entry that is kept leads past what was dropped, so each moment says how far that is.
-- Invariant: what gb_finder runs gives away ids that it was given, nothing else; gb_finder reads no column that says what was changed.
-- Read with: docs/decisions/0008-change-feed.md, src/GraphApi/ChangeFeed, tests/GraphBlog.Tests/Database/FeedTests.cs, Api/FeedSightTests.cs

set local role gb_owner;

-- The changes of posts that p_to sees and p_from does not, above an id, as the caller's role may hear of them: what it saw before the
-- change or sees after it. With the rights of the owner, whom the tenant alone binds, since a role that hears of a change may not
-- read the log. `fields` is empty and `changed_by` null where the post went out of sight; `fields` is null where it came into sight,
-- all of it being new then. Who reads live versions alone hears only of what makes another version live: of that all fields are told, unless
-- it was the next one, whose entry says what changed. A post whose status the log no longer knows is told as gone when it is trashed: an id, and no more.
-- The last four columns say whom else the change concerns (everybody, or an author), before and after it. In PL/pgSQL, which keeps a
-- plan: to make one takes 3 ms, to find a change 0.3.
create or replace function audit.post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer)
  returns table (id bigint, tx xid8, action text, record_id bigint, version integer, changed_by bigint, fields text[],
                 was_public boolean, is_public boolean, former_author_id bigint, author_id bigint, made_live boolean, live_version integer,
                 is_next_live boolean)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  return query with change as materialized (
    select e.*
      from audit.audit_log e
     where e.org_id = app.org() and e.table_name = 'posts' and e.id > (select greatest(p_above, app.epoch_begins_above()))
       and e.tx >= pg_snapshot_xmin(p_from) and e.tx < pg_snapshot_xmax(p_to)
       and not pg_visible_in_snapshot(e.tx, p_from) and pg_visible_in_snapshot(e.tx, p_to)
     order by e.id
     limit case when app.is_editor() then p_limit end),      -- an editor hears of all
  standing as (
    select c.*,
           case when c.action in ('RESTORE', 'PURGE') then c.changed_at end as was_deleted_at,
           case when c.action in ('TRASH', 'PURGE') then c.changed_at end as is_deleted_at,
           coalesce(c.old_data->>'status', s.status, case c.action when 'TRASH' then 'PUBLISHED' end) as former_status, s.status,
           coalesce((c.old_data->>'author_id')::bigint, s.author_id) as former_author_id, s.author_id
      from change c
      left join blog.posts_all p on p.org_id = c.org_id and p.id = c.record_id
     cross join lateral (
       select case when p.version = c.version then p.status else coalesce(
                c.new_data->>'status',
                (select l.old_data->>'status' from audit.audit_log l
                  where l.org_id = c.org_id and l.table_name = 'posts' and l.record_id = c.record_id and l.version > c.version
                    and l.changed_at >= c.changed_at and l.new_data ?| '{status,author_id}' and l.new_data ? 'status'
                  order by l.version limit 1),
                p.status,
                (select l.new_data->>'status' from audit.audit_log l
                  where l.org_id = c.org_id and l.table_name = 'posts' and l.record_id = c.record_id and l.version < c.version
                    and l.changed_at <= c.changed_at and l.new_data ?| '{status,author_id}' and l.new_data ? 'status'
                  order by l.version desc limit 1)) end as status,
              case when p.version = c.version then p.author_id else coalesce(
                (c.new_data->>'author_id')::bigint,
                (select (l.old_data->>'author_id')::bigint from audit.audit_log l
                  where l.org_id = c.org_id and l.table_name = 'posts' and l.record_id = c.record_id and l.version > c.version
                    and l.changed_at >= c.changed_at and l.new_data ?| '{status,author_id}' and l.new_data ? 'author_id'
                  order by l.version limit 1),
                p.author_id,
                (select (l.new_data->>'author_id')::bigint from audit.audit_log l
                  where l.org_id = c.org_id and l.table_name = 'posts' and l.record_id = c.record_id and l.version < c.version
                    and l.changed_at <= c.changed_at and l.new_data ?| '{status,author_id}' and l.new_data ? 'author_id'
                  order by l.version desc limit 1)) end as author_id
       offset 0) s),                                           -- worked out once a change, however often it is asked for
  sight as (
    select s.*, coalesce(blog.may_edit_post(s.former_author_id) or blog.may_edit_post(s.author_id), false) as works,
           coalesce(s.new_data ? 'live_version', false) as made_live, (s.new_data->>'live_version')::integer as live_version,
           coalesce((s.old_data->>'live_version')::integer + 1 = (s.new_data->>'live_version')::integer, false) as is_next_live,
           s.action <> 'CREATE' and coalesce(blog.may_read_post(s.former_status, s.former_author_id, s.was_deleted_at), false) as saw,
           case s.action when 'PURGE' then app.is_editor()
                else coalesce(blog.may_read_post(s.status, s.author_id, s.is_deleted_at), false) end as sees
      from standing s)
  select s.id, s.tx, s.action, s.record_id, case when s.works then s.version else coalesce(s.live_version, s.version) end,
         case when s.sees then s.changed_by end,
         case when not s.sees then '{}'
              when s.action = 'CREATE' or s.saw and (s.works or s.is_next_live) then array(select jsonb_object_keys(s.new_data)) end,
         s.action <> 'CREATE' and coalesce(blog.is_public(s.former_status, s.was_deleted_at), false),
         coalesce(blog.is_public(s.status, s.is_deleted_at), false),
         case when s.saw then s.former_author_id end, case when s.sees and s.action <> 'PURGE' then s.author_id end,
         s.made_live, s.live_version, s.is_next_live
    from sight s
   where case when s.works or s.made_live then s.saw or s.sees else s.saw <> s.sees end
   order by s.id limit p_limit;
end $$;
grant execute on function audit.post_changes(pg_snapshot, pg_snapshot, bigint, integer) to gb_app;

-- This moment, for those who follow the organisation's changes: the epoch, the snapshot, the key of cursors, and up to which transaction and
-- which id entries of this epoch were dropped (0: none). The snapshot ends behind the newest change that is committed, and so on disk; what
-- was dropped was, too, so a moment never goes back, even when no entry is left. A number behind it may be that of a transaction that was rolled back and never
-- written down: a crash gives it out anew, and the change that then bears it would count as seen.
create or replace function app.moment(out epoch text, out snapshot pg_snapshot, out cursor_key bytea, out dropped_tx xid8, out dropped_entry bigint)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  v_now  pg_snapshot := pg_current_snapshot();
  v_ends xid8;
begin
  epoch := app.epoch_label();
  select e.cursor_key, e.begun_in into cursor_key, v_ends from app.epochs e order by e.epoch desc limit 1;
  select d.up_to_tx, d.up_to_entry into dropped_tx, dropped_entry from app.dropped_entries d where d.org_id = app.org() and d.epoch = app.epoch();
  dropped_tx := coalesce(dropped_tx, '0');
  dropped_entry := coalesce(dropped_entry, 0);
  -- what was restored may have numbers that this cluster has not come to
  v_ends := coalesce((select max(l.tx) from audit.audit_log l where l.org_id = app.org() and l.tx < pg_snapshot_xmax(v_now)), v_ends);
  v_ends := greatest(v_ends, dropped_tx);
  v_ends := (v_ends::text::bigint + 1)::text;
  snapshot := format('%s:%s:%s', least(pg_snapshot_xmin(v_now), v_ends), v_ends,
                     (select string_agg(x::text, ',' order by x) from pg_snapshot_xip(v_now) x where x < v_ends));
end $$;
grant execute on function app.moment() to gb_app;

grant create on schema app to gb_finder;
set local role gb_finder;

-- Which of the organisations that somebody follows have changed since each was last looked at. Through the index audit_tx: from the
-- oldest transaction that was under way then. Asked ten times a second, since NOTIFY takes a lock on the whole database from before a
-- commit's WAL is written until after it is on disk (PreCommit_Notify in src/backend/commands/async.c), so the commits of all
-- organisations would follow one another: 770 updates/s where there are 1,500 without it. A question costs no writer anything.
create or replace function app.changed_organisations(p_orgs bigint[], p_since pg_snapshot[]) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select f.org from unnest(p_orgs, p_since) as f (org, since)
   where exists (select from audit.audit_log e
                  where e.org_id = f.org and e.tx >= pg_snapshot_xmin(f.since) and not pg_visible_in_snapshot(e.tx, f.since)
                    and e.id > (select app.epoch_begins_above()));
$$;
grant execute on function app.changed_organisations(bigint[], pg_snapshot[]) to gb_app;

set local role gb_owner;
revoke create on schema app from gb_finder;

reset role;

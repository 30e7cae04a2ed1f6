-- 1045_change_feed.sql
-- Purpose:   what changed between two moments, for those who follow changes: none lost, none twice, in the order of commit.
-- How:       a moment is a snapshot (PostgreSQL manual, section 9.27.11), which knows exactly which transactions it sees. Ids and
--            times do not do: both are taken before the commit, and who has seen number 2 never learns of a number 1 that commits
--            later. Between two moments the order is that of the entries' ids, taken under the row's lock: a record's versions come
--            in their order, and a change comes after those that were over before it began.
-- Read with: src/GraphApi/Changes, tests/GraphBlog.Tests/Api/ChangeFeedTests.cs

set local role gb_owner;

-- The changes of posts that p_to sees and p_from does not, above an id. Runs as the caller, under its policies. The post's author and
-- status say who may hear of it; both are null when the post is gone for good.
create function audit.post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer)
  returns table (id bigint, tx xid8, action text, record_id bigint, version integer, changed_by bigint, fields text[],
                 author_id bigint, status text, former_status text)
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select e.id, e.tx, e.action, e.record_id, e.version, e.changed_by, array(select jsonb_object_keys(e.new_data)),
         p.author_id, p.status, e.old_data->>'status'
    from audit.audit_log e left join blog.posts_all p on p.org_id = e.org_id and p.id = e.record_id
   where e.org_id = app.org() and e.table_name = 'posts' and e.id > p_above
     and e.tx >= pg_snapshot_xmin(p_from) and e.tx < pg_snapshot_xmax(p_to)
     and not pg_visible_in_snapshot(e.tx, p_from) and pg_visible_in_snapshot(e.tx, p_to)
   order by e.id limit p_limit;
$$;
grant execute on function audit.post_changes(pg_snapshot, pg_snapshot, bigint, integer) to gb_app;

reset role;

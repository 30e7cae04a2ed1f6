-- What is past its time, for `bench/run maintain`: 50,000 posts that lie in the trash since 40 days, a month of 500,000 entries that all have
-- done with, and 50,000 entries in a month that only the first organisation has done with. Past the triggers, with the history that they would have made.
set role gb_owner;
select audit.add_month(now() - interval '20 months'), audit.add_month(now() - interval '4 months');
select app.set_retention('orga', null, 60);
reset role;
begin;
set local session_replication_role = replica;
with made as (
  insert into blog.posts_all (org_id, author_id, title, slug, body, version, created_at, created_by, updated_at, updated_by, deleted_at, deleted_by, document)
  select 1 + n % 10, 1 + n % 10 * 10, 'Old ' || n, 'old-' || n, repeat('Words of an old post. ', 68), 2, now() - interval '41 days', 1 + n % 10 * 10,
         now() - interval '40 days', 1 + n % 10 * 10, now() - interval '40 days', 1 + n % 10 * 10, to_tsvector('english', 'old ' || n)
    from generate_series(1, 50000) n returning *)
insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, old_data, new_data, previous_by, previous_at)
select m.org_id, case v when 1 then m.created_at else m.deleted_at end, 'posts', m.id, v, case v when 1 then 'CREATE' else 'TRASH' end, m.created_by,
       case v when 2 then '{"deleted_at": null, "deleted_by": null}'::jsonb end,
       case v when 1 then to_jsonb(m) - 'document' - 'edited_version' || jsonb_build_object('version', 1, 'deleted_at', null, 'deleted_by', null, 'updated_at', m.created_at)
              else jsonb_build_object('deleted_at', m.deleted_at, 'deleted_by', m.deleted_by) end,
       case v when 2 then m.created_by end, case v when 2 then m.created_at end
  from made m, generate_series(1, 2) v;
insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, old_data, new_data)
select 1 + n % 10, date_trunc('month', now(), 'UTC') - interval '20 months' + n * interval '4 seconds', 'gone', n, 2, 'UPDATE', 1, '{"title": "Before"}', '{"title": "After"}'
  from generate_series(1, 500000) n;
insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, old_data, new_data)
select case when n <= 50000 then 1 else 2 + n % 9 end, date_trunc('month', now(), 'UTC') - interval '4 months' + n * interval '4 seconds', 'gone', n, 2, 'UPDATE', 1,
       '{"title": "Before"}', '{"title": "After"}'
  from generate_series(1, 500000) n;
commit;
vacuum (analyze) blog.posts_all, audit.audit_log;
checkpoint;

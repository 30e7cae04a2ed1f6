-- 1330_schedules.sql
-- Purpose:   a schedule that has come due is written into its post, so that followers of changes hear of it at its moment.
-- How:       it is live by the policy alone, with or without this (0910_publications.sql); whichever statement is the first to change the post
--            writes it, and this is one that changes nothing else. Rows are taken by SKIP LOCKED: several servers settle each once.
-- Invariant: gb_retention sees of living posts only those that are due, and may write of them one column, which a_stamp overwrites. The change is
--            nobody's: kind SYSTEM, no actor, and the record keeps the last user that it knows.
-- Read with: docs/decisions/0045-schedules-are-settled.md, tests/GraphBlog.Tests/Api/ScheduleTests.cs

set local role gb_owner;

create policy due on blog.posts_all for select to gb_retention using (publish_at <= now() and deleted_at is null);
create policy due_update on blog.posts_all for update to gb_retention using (publish_at <= now() and deleted_at is null) with check (publish_at is null);
grant select (publish_at), update (created_at) on blog.posts_all to gb_retention;
grant execute on function blog.settled(blog.posts_all) to gb_retention;
grant create on schema app to gb_retention;

set local role gb_retention;
-- Up to a hundred; how many there were. One that cannot be is passed over, and told: the others are not to wait for it.
create or replace function app.settle_due() returns integer language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  c cursor for select p.org_id, p.id from blog.posts_all p where p.publish_at <= now() and p.deleted_at is null
                order by p.publish_at limit 100 for update skip locked;
  n integer := 0;
  v_was text[] := app.act_as('{SYSTEM,"","","","","",""}');
begin
  for r in c loop
    begin
      -- by the cursor, and nothing read: an UPDATE that reads is checked against what may be read of the row as it becomes, which is no longer due
      update blog.posts_all set created_at = default where current of c;
      n := n + 1;
    exception when others then
      raise warning 'the schedule of post % of organisation % could not be written: %', r.id, r.org_id, sqlerrm;
    end;
  end loop;
  perform app.act_as(v_was);
  return n;
end $$;
grant execute on function app.settle_due() to gb_app;
set local role gb_owner;
revoke create on schema app from gb_retention;

reset role;

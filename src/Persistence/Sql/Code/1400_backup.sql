-- 1400_backup.sql
-- Purpose:   a role that may read everything, so that a dump is complete although row-level security binds every owner here.
-- Invariant: gb_backup reads, and that is all. Nobody who serves is a member; the owner is, for pg_dump --role=gb_backup. Whatever table
--            has a tenant's rows has the policy (app.isolate), partitions too, since pg_dump reads them one by one (audit.guard_partition);
--            app.lint() names those without.
-- Read with: src/Persistence/Backup, docs/decisions/0025-backup.md, tests/GraphBlog.Tests/Hosting/RestoreTests.cs

set local role gb_owner;
grant select on all tables in schema app to gb_backup;      -- those without a tenant's rows too
grant select on all sequences in schema blog, audit, app to gb_backup;

-- How many rows every table has, organisation by organisation as each sees itself, and those of no organisation as they are: another
-- way than a backup's, so that the two can be compared. Runs as gb_owner.
create or replace function app.count_rows(p_orgs bigint[]) returns table (relation text, rows bigint) language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  is_tenants boolean;
  org bigint;
  n bigint;
begin
  for relation, is_tenants in
    select c.oid::regclass::text, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
      from pg_class c
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app') order by 1
  loop
    rows := 0;
    if not is_tenants then
      execute format('select count(*) from %s', relation) into rows;
      return next;
      continue;
    end if;
    foreach org in array p_orgs loop
      perform set_config('app.current_org_id', org::text, true);
      execute format('select count(*) from %s where org_id = app.org()', relation) into n;
      rows := rows + n;
    end loop;
    return next;
  end loop;
end $$;

reset role;

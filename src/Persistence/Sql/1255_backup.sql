-- 1255_backup.sql
-- Purpose:   a role that may read everything, so that a dump is complete although row-level security binds every owner here.
-- Invariant: gb_backup reads, and that is all. Nobody who serves is a member; the owner is, for pg_dump --role=gb_backup. Whatever table
--            has a tenant's rows has the policy, partitions too, since pg_dump reads them one by one; app.lint() names those without.
-- Read with: src/Persistence/Backup, docs/decisions/0025-backup.md, tests/GraphBlog.Tests/Hosting/BackupTests.cs

do $$
declare
  f regprocedure;
begin
  if not exists (select from pg_roles where rolname = 'gb_backup') then
    create role gb_backup nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit;
  end if;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant gb_backup to %I', current_user);
  end if;
  if to_regclass('app.migrations') is not null then
    alter table app.migrations owner to gb_owner;      -- not the connection's name, which another server may not have
    grant select on app.migrations to gb_app, gb_backup;
  end if;
  for f in select p.oid::regprocedure from pg_proc p
            where p.pronamespace::regnamespace::text in ('blog', 'audit', 'app') and p.proowner::regrole::text not like 'gb\_%' loop
    execute format('alter function %s owner to gb_owner', f);
  end loop;
end $$;

grant usage on schema blog, audit, app to gb_backup;
set local role gb_owner;
grant select on all tables in schema app to gb_backup;      -- those without a tenant's rows too
grant select on all sequences in schema blog, audit, app to gb_backup;

-- As in 1020_protect.sql, and a backup reads everything.
create or replace function app.isolate(p_table regclass) returns void language plpgsql set client_min_messages = warning as $$
declare
  p text;
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  -- its own policies only: to drop gb_identity's would lock everybody out
  foreach p in array '{tenant_only,tenant,purge,retention,backup}'::text[] loop
    execute format('drop policy if exists %I on %s', p, p_table);
  end loop;
  execute format('create policy tenant_only on %s as restrictive for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  execute format('create policy tenant on %s for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  execute format('create policy backup on %s for select to gb_backup using (true)', p_table);
  execute format('grant select on %s to gb_backup', p_table);
  if to_regclass(pg_get_serial_sequence(p_table::text, 'id')) is not null then
    execute format('grant select on sequence %s to gb_backup', pg_get_serial_sequence(p_table::text, 'id'));
  end if;
  if p_table::text like '%\_all' then
    execute format('create policy purge on %s for all to gb_purger using (org_id = app.org() and deleted_at is not null and app.is_admin()) with check (false)', p_table);
    execute format('create policy retention on %s for all to gb_retention using (deleted_at < now() - app.trash_keep()) with check (false)', p_table);
  end if;
end $$;

-- The tables that were there before.
do $$
declare
  t regclass;
begin
  for t in select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
            where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app')
  loop
    execute format('drop policy if exists backup on %s', t);
    execute format('create policy backup on %s for select to gb_backup using (true)', t);
    execute format('grant select on %s to gb_backup', t);
  end loop;
end $$;

-- How many rows every table has, organisation by organisation as each sees itself, and those of no organisation as they are: another
-- way than a backup's, so that the two can be compared. Runs as gb_owner.
create function app.count_rows(p_orgs bigint[]) returns table (relation text, rows bigint) language plpgsql set search_path = pg_catalog, pg_temp as $$
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
revoke execute on function app.count_rows(bigint[]) from public;

reset role;

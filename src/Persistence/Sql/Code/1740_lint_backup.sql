-- 1740_lint_backup.sql
-- Purpose:   rules that keep a backup complete and its reader harmless.
-- Read with: 1790_lint.sql, tests/GraphBlog.Tests/Database/LintTests.cs, which breaks every rule once

set local role gb_owner;

create or replace function app.lint_backup() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select 'a backup would miss rows: no policy backup', t.oid::regclass::text from app.tenant_tables() t
   where not exists (select from pg_policy p where p.polrelid = t.oid and p.polname = 'backup' and p.polpermissive and p.polcmd = 'r'
                        and pg_get_expr(p.polqual, p.polrelid) = 'true' and p.polroles = array[to_regrole('gb_backup')::oid])
  union all
  select 'a backup would fail: gb_backup may not read', c.oid::regclass::text from pg_class c
   where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app') and not has_table_privilege('gb_backup', c.oid, 'SELECT')
  union all
  select 'owned by a role that the server of a restore may lack', p.oid::regprocedure::text from pg_proc p
   where p.pronamespace::regnamespace::text in ('blog', 'audit', 'app') and p.proowner::regrole::text not like 'gb\_%'
  union all
  select 'a role that serves may read what a backup reads', m.member::regrole::text from pg_auth_members m
   where m.roleid = to_regrole('gb_backup') and m.member::regrole::text like 'gb\_%';
$$;
grant execute on function app.lint_backup() to gb_app, gb_retention;

reset role;

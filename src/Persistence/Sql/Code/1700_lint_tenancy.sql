-- 1700_lint_tenancy.sql
-- Purpose:   rules that keep one organisation's rows from another.
-- Read with: 1790_lint.sql, tests/GraphBlog.Tests/Database/LintTests.cs, which breaks every rule once

set local role gb_owner;

-- The tables that hold what belongs to organisations: all of blog and audit, and of app those that say whose a row is, or that the
-- application may write. org_id is that column's number, null where it is missing.
create or replace function app.tenant_tables() returns table (oid oid, relname name, relispartition boolean, nspname name, forced boolean, org_id smallint)
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.oid, c.relname, c.relispartition, n.nspname, c.relrowsecurity and c.relforcerowsecurity, o.attnum
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id' and not o.attisdropped
   where c.relkind in ('r', 'p')
     and (n.nspname in ('blog', 'audit')
       or n.nspname = 'app' and (o.attnum is not null or has_any_column_privilege('gb_app', c.oid, 'INSERT, UPDATE') or has_table_privilege('gb_app', c.oid, 'DELETE')));
$$;

create or replace function app.lint_tenancy() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select 'table without org_id', oid::regclass::text from app.tenant_tables() where org_id is null
  union all
  select 'row-level security not forced', oid::regclass::text from app.tenant_tables() where not forced
  union all
  select 'no restrictive tenant policy', t.oid::regclass::text from app.tenant_tables() t
   where not relispartition
     and not exists (select from pg_policy p where p.polrelid = t.oid and not p.polpermissive and p.polcmd = '*'
                        and pg_get_expr(p.polqual, p.polrelid) = '(org_id = app.org())'
                        and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '(org_id = app.org())') = '(org_id = app.org())'
                        and (select oid from pg_roles where rolname = 'gb_app') = any (p.polroles))
  union all
  select 'policy for the application without tenant predicate', p.polrelid::regclass || '.' || p.polname from pg_policy p
   where p.polpermissive      -- a restrictive policy can only narrow
     and (0 = any (p.polroles) or (select oid from pg_roles where rolname = 'gb_app') = any (p.polroles))
     -- the very predicate: one that merely mentions app.org() may still say "or true"
     and (coalesce(pg_get_expr(p.polqual, p.polrelid), '(org_id = app.org())') <> '(org_id = app.org())'
       or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '(org_id = app.org())') <> '(org_id = app.org())')
  union all
  -- a unique index across organisations is only harmless when the application can write none of its columns
  select 'index not led by org_id', i.indexrelid::regclass::text from pg_index i join app.tenant_tables() t on t.oid = i.indrelid
   where i.indkey[0] <> t.org_id
     -- a document holds its organisation as a word, and no policy lets `@@` near the index (1000_search.sql)
     and (select a.atttypid from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0]) is distinct from 'tsvector'::regtype
     -- an exclusion constraint knows a number as a range of one
     and not (i.indisexclusion and pg_get_expr(i.indexprs, i.indrelid) like 'int8range(org_id, org_id, %')
     and (not i.indisunique or exists (
          select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey)
             and (has_column_privilege('gb_app', a.attrelid, a.attnum, 'INSERT') or has_column_privilege('gb_app', a.attrelid, a.attnum, 'UPDATE'))))
  union all
  select 'foreign key without org_id', k.conrelid::regclass || '.' || k.conname
    from pg_constraint k join app.tenant_tables() a on a.oid = k.conrelid join app.tenant_tables() b on b.oid = k.confrelid
   where k.contype = 'f' and not (a.org_id = any (k.conkey) and b.org_id = any (k.confkey))
  union all
  select 'view without security_invoker', c.oid::regclass::text from pg_class c
   where c.relkind = 'v' and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app')
     and not coalesce('security_invoker=true' = any (c.reloptions), false)
  union all
  select 'materialised view or foreign table (policies do not apply to it)', c.oid::regclass::text from pg_class c
   where c.relkind in ('m', 'f') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app');
$$;
grant execute on function app.tenant_tables(), app.lint_tenancy() to gb_app, gb_retention;

reset role;

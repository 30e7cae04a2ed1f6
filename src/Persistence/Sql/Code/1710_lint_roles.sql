-- 1710_lint_roles.sql
-- Purpose:   rules about what roles may do, and what functions may do in their names.
-- Read with: 1790_lint.sql, tests/GraphBlog.Tests/Database/LintTests.cs, which breaks every rule once

set local role gb_owner;

create or replace function app.lint_roles() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select 'security definer without pinned search_path', p.oid::regprocedure::text from pg_proc p
   where p.prosecdef and p.pronamespace::regnamespace::text in ('blog', 'audit', 'app')
     -- pg_temp named, and last: where it is not named it is searched first
     and 'search_path=pg_catalog, pg_temp' <> all (coalesce(p.proconfig, '{}'))
  union all
  select 'security definer executable by PUBLIC', p.oid::regprocedure::text from pg_proc p
   where p.prosecdef and p.pronamespace::regnamespace::text in ('blog', 'audit', 'app') and has_function_privilege('public', p.oid, 'EXECUTE')
  union all
  select 'security definer owned by a role that policies do not bind', p.oid::regprocedure::text
    from pg_proc p join pg_roles r on r.oid = p.proowner
   where p.prosecdef and p.pronamespace::regnamespace::text in ('blog', 'audit', 'app') and (r.rolsuper or r.rolbypassrls)
  union all
  select 'role too powerful', r.rolname from pg_roles r
   where r.rolname like 'gb\_%'
     and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
       or r.rolname = 'gb_app' and exists (select from pg_auth_members m where m.member = r.oid))
  union all
  select 'application role may ' || v, t.oid::regclass::text
    from app.tenant_tables() t, unnest(array['DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) v
   where case v when 'REFERENCES' then has_any_column_privilege('gb_app', t.oid, v) else has_table_privilege('gb_app', t.oid, v) end
  union all
  select 'application role may write a column the database owns', t.oid::regclass || '.' || a.attname
    from app.tenant_tables() t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
   where (t.nspname = 'audit'
       or a.attname in ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_by')
       or a.attname = any (app.derived_columns(t.oid)))
     and (has_column_privilege('gb_app', t.oid, a.attnum, 'INSERT') or has_column_privilege('gb_app', t.oid, a.attnum, 'UPDATE'))
  union all
  select 'application role may move rows to another organisation', t.oid::regclass::text from app.tenant_tables() t
   where t.nspname in ('blog', 'app') and has_column_privilege('gb_app', t.oid, t.org_id, 'UPDATE')
  union all
  select 'application role owns', pg_describe_object(d.classid, d.objid, d.objsubid)
    from pg_shdepend d, pg_database b
   where b.datname = current_database() and d.refclassid = 'pg_authid'::regclass and d.deptype = 'o'
     and d.refobjid = (select oid from pg_roles where rolname = 'gb_app')
     and (d.dbid = b.oid or d.classid = 'pg_database'::regclass and d.objid = b.oid)
  union all
  select 'application role may create in schema', n.nspname from pg_namespace n where has_schema_privilege('gb_app', n.oid, 'CREATE')
  union all
  select 'application role may create ' || v || ' (run app.seal_database())', current_database()::text
    from (values ('TEMPORARY', 'temporary tables'), ('CREATE', 'schemas')) p (privilege, v)
   where has_database_privilege('gb_app', current_database(), p.privilege);
$$;
grant execute on function app.lint_roles() to gb_app, gb_retention;

reset role;

-- 1720_lint_records.sql
-- Purpose:   rules about what app.protect() gives to every record, and about who may see and write which by what the catalogue says of it.
-- Read with: 1790_lint.sql, tests/GraphBlog.Tests/Database/LintTests.cs, which breaks every rule once

set local role gb_owner;

create or replace function app.lint_records() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select 'trigger disabled', g.tgrelid::regclass || '.' || g.tgname from pg_trigger g join app.tenant_tables() t on t.oid = g.tgrelid
   where g.tgenabled <> 'O'
  union all
  select 'not protected (run app.protect()): no trigger ' || g.tgname, t.oid::regclass::text
    from app.tenant_tables() t
   cross join (values ('a_stamp', 'BEFORE INSERT OR DELETE OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION app.stamp()'),
                      ('a_no_truncate', 'BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION app.refuse()'),
                      ('z_audit', 'AFTER INSERT OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.capture_%s()'),
                      ('z_audit_update', 'AFTER UPDATE ON %s FOR EACH ROW WHEN (((CURRENT_USER <> ''gb_retention''::name) AND (old.* *<> new.*))) EXECUTE FUNCTION audit.capture_%s()'),
                      ('z_audit_upkeep', 'AFTER UPDATE ON %s FOR EACH ROW WHEN (((CURRENT_USER = ''gb_retention''::name) AND (old.* *<> new.*))) EXECUTE FUNCTION audit.capture_%s(''nobody'')')
              ) g (tgname, definition)
   where t.nspname = 'blog'
     and not exists (
         select from pg_trigger h where h.tgrelid = t.oid and h.tgname = g.tgname
            and pg_get_triggerdef(h.oid) = format('CREATE TRIGGER %s ', g.tgname) || format(g.definition, t.oid::regclass, t.relname))
  union all
  select 'audit does not capture the columns as they are (run app.protect())', t.oid::regclass::text
    from app.tenant_tables() t join pg_trigger g on g.tgrelid = t.oid and g.tgname = 'z_audit_update' join pg_proc p on p.oid = g.tgfoid
   where t.nspname = 'blog' and p.prosrc <> audit.capture_source(t.oid)
  union all
  select 'renamed column has another name again (tell app.protect() with p_renamed)', t.oid::regclass || '.' || r.new_name
    from app.renamed_columns r join app.tenant_tables() t on t.nspname = 'blog' and regexp_replace(t.relname, '_all$', '') = r.table_name
   where audit.column_now(r.table_name, r.new_name, r.renamed_at) = r.new_name
     and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = r.new_name and not a.attisdropped)
  union all
  select 'view does not show the columns as they are (run app.protect())', v.oid::regclass || '.' || a.attname
    from app.tenant_tables() t
    join pg_class v on v.relnamespace = 'blog'::regnamespace and v.relkind = 'v'
     and v.relname in (regexp_replace(t.relname, '_all$', ''), regexp_replace(t.relname, '_all$', '_trash'))
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
   where t.relname ~ '_all$' and a.attname <> all (app.derived_columns(t.oid)) and not exists (select from pg_attribute b where b.attrelid = v.oid and b.attname = a.attname)
  union all
  select 'row rule missing: no restrictive policy ' || r.policy, r.relation
    from (select t.oid::regclass::text, p.policy from app.tenant_tables() t cross join (values ('author_inserts'), ('author_updates')) p (policy)
           where t.nspname = 'blog' and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'author_id' and not a.attisdropped)
          union all
          select k.conrelid::regclass::text, s.policy from pg_constraint k join app.tenant_tables() p on p.oid = k.confrelid
           cross join (values ('with_parent'), ('with_parent_inserts')) s (policy)
           where k.contype = 'f' and k.confdeltype = 'c' and k.conrelid <> k.confrelid and k.connamespace = 'blog'::regnamespace and p.relname ~ '_all$') r (relation, policy)
   where not exists (select from pg_policy p where p.polrelid = to_regclass(r.relation) and p.polname = r.policy and not p.polpermissive
                        and (select oid from pg_roles where rolname = 'gb_app') = any (p.polroles));
$$;
grant execute on function app.lint_records() to gb_app, gb_retention;

reset role;

-- 1290_lint.sql
-- Purpose:   the rules of this database as 1130_lint.sql has them, and those of what files 1210 to 1289 add.
-- Read with: tests/GraphBlog.Tests/Database/LintTests.cs, which breaks every rule once

set local role gb_owner;

create or replace function app.lint() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  with tenant_table as (
    select c.oid, c.relname, c.relispartition, n.nspname, c.relrowsecurity and c.relforcerowsecurity as forced,
           (select attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as org_id
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and (n.nspname in ('blog', 'audit') or n.nspname = 'app' and c.relname not in ('migrations', 'epochs', 'renamed_columns')))

  select 'table without org_id', oid::regclass::text from tenant_table where org_id is null
  union all
  select 'row-level security not forced', oid::regclass::text from tenant_table where not forced
  union all
  select 'no restrictive tenant policy', t.oid::regclass::text from tenant_table t
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
  select 'index not led by org_id', i.indexrelid::regclass::text from pg_index i join tenant_table t on t.oid = i.indrelid
   where i.indkey[0] <> t.org_id
     -- a document holds its organisation as a word, and no policy lets `@@` near the index (1050_search.sql)
     and (select a.atttypid from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0]) is distinct from 'tsvector'::regtype
     and (not i.indisunique or exists (
          select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey)
             and (has_column_privilege('gb_app', a.attrelid, a.attnum, 'INSERT') or has_column_privilege('gb_app', a.attrelid, a.attnum, 'UPDATE'))))
  union all
  select 'foreign key without org_id', k.conrelid::regclass || '.' || k.conname
    from pg_constraint k join tenant_table a on a.oid = k.conrelid join tenant_table b on b.oid = k.confrelid
   where k.contype = 'f' and not (a.org_id = any (k.conkey) and b.org_id = any (k.confkey))
  union all
  select 'view without security_invoker', c.oid::regclass::text from pg_class c
   where c.relkind = 'v' and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app')
     and not coalesce('security_invoker=true' = any (c.reloptions), false)
  union all
  select 'materialised view or foreign table (policies do not apply to it)', c.oid::regclass::text from pg_class c
   where c.relkind in ('m', 'f') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app')
  union all
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
   where r.rolname in ('gb_owner', 'gb_app', 'gb_audit_writer', 'gb_purger', 'gb_retention', 'gb_identity', 'gb_finder', 'gb_backup')
     and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
       or r.rolname = 'gb_app' and exists (select from pg_auth_members m where m.member = r.oid))
  union all
  select 'application role may ' || v, t.oid::regclass::text
    from tenant_table t, unnest(array['DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) v
   where case v when 'REFERENCES' then has_any_column_privilege('gb_app', t.oid, v) else has_table_privilege('gb_app', t.oid, v) end
  union all
  select 'application role may write a column the database owns', t.oid::regclass || '.' || a.attname
    from tenant_table t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
   where (t.nspname = 'audit'
       or a.attname in ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_by')
       or a.attname = any (app.derived_columns(t.oid)))
     and (has_column_privilege('gb_app', t.oid, a.attnum, 'INSERT') or has_column_privilege('gb_app', t.oid, a.attnum, 'UPDATE'))
  union all
  select 'application role may move rows to another organisation', t.oid::regclass::text from tenant_table t
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
   where has_database_privilege('gb_app', current_database(), p.privilege)
  union all
  select 'trigger disabled', g.tgrelid::regclass || '.' || g.tgname from pg_trigger g join tenant_table t on t.oid = g.tgrelid
   where g.tgenabled <> 'O'
  union all
  select 'not protected (run app.protect()): no trigger ' || g.tgname, t.oid::regclass::text
    from tenant_table t
   cross join (values ('a_stamp', 'BEFORE INSERT OR DELETE OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION app.stamp()'),
                      ('a_no_truncate', 'BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION app.refuse()'),
                      ('z_audit', 'AFTER INSERT OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.capture_%s()'),
                      ('z_audit_update', 'AFTER UPDATE ON %s FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION audit.capture_%s()')
              ) g (tgname, definition)
   where t.nspname = 'blog'
     and not exists (
         select from pg_trigger h where h.tgrelid = t.oid and h.tgname = g.tgname
            and pg_get_triggerdef(h.oid) = format('CREATE TRIGGER %s ', g.tgname) || format(g.definition, t.oid::regclass, t.relname))
  union all
  select 'audit log not append-only: no trigger ' || g.tgname, t.oid::regclass::text
    from tenant_table t
   cross join (values ('a_append_only', 'BEFORE DELETE OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION app.refuse()'),
                      ('a_no_truncate', 'BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION app.refuse()')) g (tgname, definition)
   where t.nspname = 'audit'
     and not exists (
         select from pg_trigger h where h.tgrelid = t.oid and h.tgname = g.tgname
            and pg_get_triggerdef(h.oid) = format('CREATE TRIGGER %s ', g.tgname) || format(g.definition, t.oid::regclass))
  union all
  select 'audit does not capture the columns as they are (run app.protect())', t.oid::regclass::text
    from tenant_table t join pg_trigger g on g.tgrelid = t.oid and g.tgname = 'z_audit_update' join pg_proc p on p.oid = g.tgfoid
   where t.nspname = 'blog' and p.prosrc <> audit.capture_source(t.oid)
  union all
  select 'renamed column has another name again (tell app.protect() with p_renamed)', t.oid::regclass || '.' || r.new_name
    from app.renamed_columns r join tenant_table t on t.nspname = 'blog' and regexp_replace(t.relname, '_all$', '') = r.table_name
   where audit.column_now(r.table_name, r.new_name, r.renamed_at) = r.new_name
     and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = r.new_name and not a.attisdropped)
  union all
  select 'view does not show the columns as they are (run app.protect())', v.oid::regclass || '.' || a.attname
    from tenant_table t
    join pg_class v on v.relnamespace = 'blog'::regnamespace and v.relkind = 'v'
     and v.relname in (regexp_replace(t.relname, '_all$', ''), regexp_replace(t.relname, '_all$', '_trash'))
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
   where t.relname ~ '_all$' and a.attname <> all (app.derived_columns(t.oid)) and not exists (select from pg_attribute b where b.attrelid = v.oid and b.attname = a.attname)
  union all
  select 'row rule missing: no restrictive policy ' || r.policy, r.relation
    from (values ('blog.posts_all', 'readers'), ('blog.comments_all', 'readers'), ('blog.users', 'admin_inserts'), ('blog.users', 'admin_or_self_updates'),
                 ('audit.audit_log', 'own_history'), ('app.idempotency_keys', 'own_keys'), ('audit.audit_log', 'subjects_of_admins'),
                 ('blog.user_subjects', 'readers'), ('blog.user_subjects', 'admin_or_first_sight_inserts'), ('blog.user_subjects', 'admin_updates')
          union all
          select t.oid::regclass::text, p.policy from tenant_table t cross join (values ('author_inserts'), ('author_updates')) p (policy)
           where t.nspname = 'blog' and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'author_id' and not a.attisdropped)
          union all
          select k.conrelid::regclass::text, s.policy from pg_constraint k join tenant_table p on p.oid = k.confrelid
           cross join (values ('with_parent'), ('with_parent_inserts')) s (policy)
           where k.contype = 'f' and k.confdeltype = 'c' and k.conrelid <> k.confrelid and p.relname ~ '_all$') r (relation, policy)
   where not exists (select from pg_policy p where p.polrelid = to_regclass(r.relation) and p.polname = r.policy and not p.polpermissive
                        and (select oid from pg_roles where rolname = 'gb_app') = any (p.polroles))
  union all
  select 'anybody may give roles: no trigger b_guard_roles', 'blog.users'
   where not exists (select from pg_trigger g where g.tgrelid = 'blog.users'::regclass and g.tgname = 'b_guard_roles'
                        and g.tgfoid = 'blog.guard_roles()'::regprocedure)
  union all
  select 'the clock is not what it must be', 'app.clock()'
   where (select pg_get_function_sqlbody(p.oid) from pg_proc p where p.oid = to_regprocedure('app.clock()')) is distinct from $clock$RETURN CASE WHEN ((NULLIF(current_setting('app.clock'::text, true), ''::text) IS NULL) OR (NOT pg_has_role(SESSION_USER, 'gb_owner'::name, 'member'::text))) THEN clock_timestamp() ELSE LEAST((current_setting('app.clock'::text, true))::timestamp with time zone, clock_timestamp()) END$clock$
  union all
  select 'changes are not found for those who follow them: no policy find', 'audit.audit_log'
   where not exists (select from pg_policy p where p.polrelid = 'audit.audit_log'::regclass and p.polname = 'find'
                        and (select oid from pg_roles where rolname = 'gb_finder') = any (p.polroles))
  union all
  select 'the database was restored or copied from elsewhere, so its transaction numbers mean nothing here (run `migrate`)', current_database()::text
   where not app.in_epoch()
  union all
  select 'the key of cursors may be read by ' || r.rolname, 'app.epochs' from pg_roles r
   where r.rolname in ('gb_app', 'gb_audit_writer', 'gb_purger', 'gb_retention', 'gb_identity', 'gb_finder')
     and has_column_privilege(r.oid, 'app.epochs', 'cursor_key', 'SELECT')
  union all
  select 'a backup would miss rows: no policy backup', t.oid::regclass::text from tenant_table t
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
   where m.roleid = to_regrole('gb_backup') and m.member::regrole::text in ('gb_owner', 'gb_app', 'gb_audit_writer', 'gb_purger', 'gb_retention', 'gb_identity', 'gb_finder')
  union all
  select 'fewer than 2 months of audit partitions ahead (run `maintain`)', 'audit.audit_log'
   where 2 > (select count(*) from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
                 and c.relname > 'audit_log_' || to_char(now() at time zone 'UTC', 'YYYYMM'));
$$;

reset role;

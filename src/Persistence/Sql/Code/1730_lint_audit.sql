-- 1730_lint_audit.sql
-- Purpose:   rules that keep the log true: entries stay, transaction numbers mean something, months are ahead.
-- Read with: 1790_lint.sql, tests/GraphBlog.Tests/Database/LintTests.cs, which breaks every rule once

set local role gb_owner;

create or replace function app.lint_audit() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select 'audit log not append-only: no trigger ' || g.tgname, t.oid::regclass::text
    from app.tenant_tables() t
   cross join (values ('a_append_only', 'BEFORE DELETE OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION audit.append_only()'),
                      ('a_no_truncate', 'BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION app.refuse()')) g (tgname, definition)
   where t.nspname = 'audit'
     and not exists (
         select from pg_trigger h where h.tgrelid = t.oid and h.tgname = g.tgname
            and pg_get_triggerdef(h.oid) = format('CREATE TRIGGER %s ', g.tgname) || format(g.definition, t.oid::regclass))
  union all
  select 'the database was restored or copied from elsewhere, so its transaction numbers mean nothing here (run `migrate`)', current_database()::text
   where not app.in_epoch()
  union all
  select 'the key of cursors may be read by ' || r.rolname, 'app.epochs' from pg_roles r
   where r.rolname like 'gb\_%' and r.rolname not in ('gb_owner', 'gb_backup') and has_column_privilege(r.oid, 'app.epochs', 'cursor_key', 'SELECT')
  union all
  select 'fewer than 2 months of audit partitions ahead (run `maintain`)', 'audit.audit_log'
   where 2 > (select count(*) from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
                 and c.relname > 'audit_log_' || to_char(now() at time zone 'UTC', 'YYYYMM'));
$$;
grant execute on function app.lint_audit() to gb_app, gb_retention;

reset role;

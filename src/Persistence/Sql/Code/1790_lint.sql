-- 1790_lint.sql
-- Purpose:   the rules of this database that a statement can break: no row means that all of them hold. Asked by `migrate`, which commits
--            nothing else, by the server before it says it is ready, and by `doctor`.
-- Invariant: each rule is one select of a function app.lint_<subject>(), and all of those are here. The rules know what is bad in a table
--            of tomorrow too; the seal knows what was.
-- Read with: 1760_seal.sql, src/Persistence/Versions/Upgrade.cs, BlogHealth.cs, tests/GraphBlog.Tests/Database/LintTests.cs

set local role gb_owner;

create or replace function app.lint_rules() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select * from app.lint_tenancy()
  union all
  select * from app.lint_roles()
  union all
  select * from app.lint_records()
  union all
  select * from app.lint_audit()
  union all
  select * from app.lint_backup();
$$;

create or replace function app.lint() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
  select * from app.lint_rules()
  union all
  select * from app.lint_seal();
$$;
grant execute on function app.lint_rules(), app.lint() to gb_app, gb_retention;

reset role;

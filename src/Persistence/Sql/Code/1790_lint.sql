-- 1790_lint.sql
-- Purpose:   the rules of this database that a statement can break: no row means that all of them hold. Asked by `migrate`, which commits
--            nothing else, by the server before it says it is ready, and by `doctor`.
-- Invariant: each rule is one select of a function app.lint_<subject>(), and all of those are here.
-- Read with: src/Persistence/BlogMigrations.cs, BlogHealth.cs, tests/GraphBlog.Tests/Database/LintTests.cs

set local role gb_owner;

create or replace function app.lint() returns table (problem text, object text) language sql stable set search_path = pg_catalog, pg_temp as $$
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
grant execute on function app.lint() to gb_app, gb_retention;

reset role;

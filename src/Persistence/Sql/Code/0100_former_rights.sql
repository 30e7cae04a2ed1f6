-- 0100_former_rights.sql
-- Purpose:   what Code gave when it ran before is taken back first, so that what a file no longer says is gone, and a database has the
--            same rights however old it is.
-- Invariant: the rest of Code gives them anew before the transaction ends; nobody ever sees this state. What operators gave to roles
--            of their own is left alone.
-- Limits:    functions stay, since tables need them. One that goes, or gets other parameters, is dropped by a file of Schema.
-- Read with: docs/decisions/0035-schema-and-code.md, tests/GraphBlog.Tests/Database/UpgradeTests.cs

do $$
declare
  ours constant oid[] := array(select oid from pg_namespace where nspname in ('blog', 'audit', 'app'));
  statement text;
begin
  for statement in
    select format('drop policy %I on %s', p.polname, p.polrelid::regclass)
      from pg_policy p join pg_class c on c.oid = p.polrelid
     where c.relnamespace = any (ours) and exists (select from pg_roles r where r.oid = any (p.polroles) and r.rolname like 'gb\_%')
    union all
    select format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass)
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
     where c.relnamespace = any (ours) and p.pronamespace = any (ours) and not t.tgisinternal and t.tgparentid = 0
    union all
    select distinct format('revoke all on %s from %I', held.object, r.rolname)
      from (select 'schema ' || oid::regnamespace, nspowner, nspacl from pg_namespace where oid = any (ours)
            union all
            select case relkind when 'S' then 'sequence ' else 'table ' end || oid::regclass, relowner, relacl from pg_class where relnamespace = any (ours)
            union all
            select 'table ' || c.oid::regclass, c.relowner, a.attacl from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = any (ours)
            union all
            select 'function ' || oid::regprocedure, proowner, proacl from pg_proc where pronamespace = any (ours)) held (object, owner, acl)
     cross join aclexplode(held.acl) x join pg_roles r on r.oid = x.grantee
     where r.rolname like 'gb\_%' and r.oid <> held.owner
    union all
    select format('revoke all on function %s from public', oid::regprocedure) from pg_proc
     where pronamespace = any (ours) and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0)
  loop
    execute statement;
  end loop;
end $$;

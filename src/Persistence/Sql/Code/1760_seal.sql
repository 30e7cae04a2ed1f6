-- 1760_seal.sql
-- Purpose:   what this database is, compared with what it was when `migrate` left it: the other half of app.lint(), which knows the bad
--            that it was told of. This knows nothing, and so sees everything: object by object, what was and what is.
-- Invariant: nothing but app.seal() writes the seal, and the owner alone may. A month of the log is no object of its own: what holds of one
--            holds of all, also of those that are made later, so the seal says {month} for them.
-- Limits:    a superuser who rewrites both sides, object and seal, is not found.
-- Read with: 1750_fingerprint.sql, src/Persistence/Versions/Seal.cs, docs/decisions/0037-sealed.md, tests/GraphBlog.Tests/Database/SealTests.cs

set local role gb_owner;

grant select on app.sealed to gb_app, gb_retention;

-- Seals the database as it is. For the owner, after a change that was meant; `migrate` does it, and says first what differed. Where one
-- month is not like the others, the seal is of most of them, and that one is named afterwards.
create or replace function app.seal() returns void language sql set search_path = pg_catalog, pg_temp as $$
  delete from app.sealed;
  insert into app.sealed (kind, object, part_of, definition)
  select distinct on (t.kind, t.object) t.kind, t.object, t.part_of, t.definition
    from (select f.kind, t.object, t.part_of, t.definition, count(*) as months
            from app.fingerprint() f
           cross join lateral (select coalesce(replace(f.object, f.month, '{month}'), f.object),
                                      coalesce(replace(f.part_of, f.month, '{month}'), f.part_of),
                                      coalesce(replace(f.definition, f.month, '{month}'), f.definition)) t (object, part_of, definition)
           group by 1, 2, 3, 4) t
   order by t.kind, t.object, t.months desc;
$$;

create or replace function app.lint_seal() returns table (problem text, object text) language sql stable
  set search_path = pg_catalog, pg_temp set jit = off as $$
  with found as materialized (select * from app.fingerprint()),
  months (month) as (select distinct month from found where month is not null),
  sealed as materialized (
    select kind, object, part_of, definition from app.sealed where object not like '%{month}%'
    union all
    select s.kind, replace(s.object, '{month}', m.month), replace(s.part_of, '{month}', m.month), replace(s.definition, '{month}', m.month)
      from app.sealed s cross join months m where s.object like '%{month}%'),
  is_known (known) as (select exists (select from sealed s join found f using (kind, object, definition) where kind = 'server')),
  differences as materialized (
    select kind, object, coalesce(s.part_of, f.part_of) as part_of, s.definition as was, f.definition as now
      from sealed s full join found f using (kind, object)
     where s.definition is distinct from f.definition and (select known from is_known)),
  -- what goes with a table that is itself new or gone is not told one by one
  told as materialized (
    select d.kind || ' ' || d.object as name, regexp_replace(d.was, '\s+', ' ', 'g') as was, regexp_replace(d.now, '\s+', ' ', 'g') as now
      from differences d
     where not exists (select from differences t where t.object = d.part_of and t.part_of is null
                          and (t.was is null and d.was is null or t.now is null and d.now is null))),
  -- of two long definitions what is around the first place where they differ
  excerpts as (
    select t.name, case when p.place > 60 then '... ' || substr(t.was, p.place - 40, 160) else left(t.was, 160) end as was,
           case when p.place > 60 then '... ' || substr(t.now, p.place - 40, 160) else left(t.now, 160) end as now
      from told t
     cross join lateral (select min(c.i)::integer as place
                           from unnest(string_to_array(t.was, null), string_to_array(t.now, null)) with ordinality c (was, now, i)
                          where c.was is distinct from c.now) p)
  select 'nothing is sealed for this version of PostgreSQL (run `migrate`)', current_database()::text from is_known where not known
  union all
  select 'changed since `migrate` sealed it', e.name || ', was: ' || e.was || ', is: ' || e.now
    from excerpts e where e.was is not null and e.now is not null
  union all
  select 'gone since `migrate` sealed it', e.name || ', was: ' || e.was from excerpts e where e.now is null
  union all
  select 'new since `migrate` sealed it', e.name || ', is: ' || e.now from excerpts e where e.was is null;
$$;
grant execute on function app.lint_seal() to gb_app, gb_retention;

reset role;

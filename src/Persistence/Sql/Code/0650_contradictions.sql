-- 0650_contradictions.sql
-- Purpose:   what a superuser changed behind the triggers' back contradicts something: an entry the one before it, a row its newest entry.
-- How:       what an entry found (old_data, previous_by, previous_at) is compared with what those before it left: their new_data, one laid
--            over the other. The row is compared with all of them. Older entries do not say whose version they found.
-- Limits:    whoever rewrites both sides of each comparison is not found: docs/decisions/0032-doctor-folds-history.md.
-- Read with: 0600_completeness.sql (what is missing), src/Persistence/BlogExamination.cs, tests/GraphBlog.Tests/Database/FoldedHistoryTests.cs

set local role gb_owner;

-- What changes after one another come to.
create or replace aggregate audit.fold(jsonb) (sfunc = pg_catalog.jsonb_concat, stype = jsonb, initcond = '{}', parallel = safe);

-- An entry's columns by the names they have now; those that were dropped are left out (0500_revisions.sql).
create or replace function audit.by_present_names(p_table text, p_data jsonb, p_at timestamptz) returns jsonb
  language sql stable set search_path = pg_catalog, pg_temp
  return (select coalesce(jsonb_object_agg(k.name, d.value), '{}') from jsonb_each(p_data) d, audit.column_now(p_table, d.key, p_at) k (name) where k.name is not null);

-- Whether two values of a column that are written differently are the same: entries write moments in the time zone of their session, and
-- a column may have another type since. A column that is no more has no type to compare with. Moments are what differs in every entry of
-- another time zone, and to plan a statement for each takes a millisecond; so they are compared without one.
create or replace function audit.is_same(p_table regclass, p_column text, p_one jsonb, p_other jsonb) returns boolean
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_type regtype := (select atttypid from pg_attribute where attrelid = p_table and attname = p_column and attnum > 0 and not attisdropped);
  v_same boolean;
begin
  if v_type = 'timestamptz'::regtype then
    return (p_one #>> '{}')::timestamptz is not distinct from (p_other #>> '{}')::timestamptz;
  elsif v_type is null or p_column = any (app.derived_columns(p_table)) then
    return true;
  end if;
  execute format('select (jsonb_populate_record(null::%1$s, $1)).%2$I is not distinct from (jsonb_populate_record(null::%1$s, $2)).%2$I', p_table, p_column)
    into v_same using jsonb_build_object(p_column, p_one), jsonb_build_object(p_column, p_other);
  return v_same;
exception when data_exception or check_violation then      -- no value of that type, hence not the one that was written
  return false;
end $$;

-- The columns of which two states tell otherwise; null for none. A column that only one of them knows was added since, or dropped.
create or replace function audit.differing(p_table regclass, p_one jsonb, p_other jsonb) returns text
  language sql stable set search_path = pg_catalog, pg_temp
  return (select string_agg(o.key, ', ' order by o.key) from jsonb_each(p_other) o
           where p_one ? o.key and p_one -> o.key <> o.value and not audit.is_same(p_table, o.key, p_one -> o.key, o.value));

-- What in an organisation contradicts what it was before; no row means nothing does. Runs as the caller, as audit.incomplete() does.
-- One pass over the log for each table: entries of each record in order, with what those before it came to. What is written alike is
-- the same; only what is not is looked at by column.
create or replace function audit.contradictions(p_org bigint) returns table (record_type text, record_id bigint, problem text)
  language plpgsql set search_path = pg_catalog, pg_temp set jit = off set work_mem = '64MB' as $body$
declare
  v_object text := $$case when jsonb_typeof(e.%1$s) = 'object' then %2$s when e.%1$s is not null then '{}' end$$;      -- whatever was put there
  t        record;
begin
  perform set_config('app.current_org_id', p_org::text, true);
  for t in select c.oid::regclass as relation, n.noun, case when exists (select from app.renamed_columns r where r.table_name = n.noun)
                    then format('audit.by_present_names(%L, e.%%1$s, e.changed_at)', n.noun) else 'e.%1$s || ''{}''' end as data,
                  (select string_agg(format('r.%I', attname), ', ' order by attnum) from pg_attribute
                    where attrelid = c.oid and attnum > 0 and not attisdropped and attname <> all (app.derived_columns(c.oid))
                      and attname not in ('version', 'updated_at', 'updated_by')) as columns
             from pg_trigger g join pg_class c on c.oid = g.tgrelid cross join lateral (select regexp_replace(c.relname, '_all$', '')) n (noun)
            where g.tgname = 'z_audit_update' order by 1 loop
    return query execute format($query$
      with since as (select min(e.id) as entry from audit.audit_log e where e.org_id = app.org() and e.table_name = %1$L and e.previous_at is not null),
      entry as (
        select e.id as entry, e.record_id as id, e.version, e.action, e.changed_at, e.changed_by, e.previous_by, e.previous_at, e.db_role, e.old_data, e.new_data,
               -- what the upkeep does, and no more: it acts for nobody, whoever has it done
               coalesce(e.actor_kind = 'SYSTEM' and (e.action = 'PURGE' or e.old_data->>'publish_at' is not null and e.new_data->>'publish_at' is null
                          and e.new_data - '{status,published_at,live_version,scheduled_version,publish_at}'::text[] = '{}'), false) as is_upkeep,
               -- who the version is by: the owner who acts for nobody leaves the last user in place
               case when e.action = 'CREATE' then e.new_data->>'updated_by' else coalesce(e.changed_by, e.previous_by)::text end as by,
               e.action = 'CREATE' or e.changed_by is not null or e.previous_at is not null as by_known
          from (select e.id, e.record_id, e.version, e.action, e.changed_at, e.changed_by, e.previous_by, e.previous_at, e.db_role, e.actor_kind,
                       %3$s as old_data, %4$s as new_data
                  from audit.audit_log e where e.org_id = app.org() and e.table_name = %1$L) e),
      found as (
        select e.*, lag(e.version) over record as before_version, lag(e.changed_at) over record as before_at, lag(e.by) over record as before_by,
               lag(e.by_known) over record as before_by_known, lead(e.version) over record is null as is_newest,
               audit.fold(e.new_data - '{version,updated_at,updated_by}'::text[]) over (record rows between unbounded preceding and 1 preceding) as before
          from entry e window record as (partition by e.id order by e.version))
      select %1$L::text, e.id, p.problem
        from found e cross join since
        left join %2$s r on e.is_newest and r.org_id = app.org() and r.id = e.id and r.version = e.version
       -- of the newest entry alone: what all of them come to, and the row
       cross join lateral (select case when r.id is not null then e.before || e.new_data - '{version,updated_at,updated_by}'::text[] end,
                                  case when r.id is not null then (select to_jsonb(c) from (select %5$s) c) end offset 0) s (told, state)
       cross join lateral (values
         (case when e.action <> audit.action_of(e.old_data, e.new_data)
                 or (e.action = 'CREATE') <> (e.version = 1)
               then format('the entry of version %%s is called %%s, which its content is not', e.version, e.action) end),
         (case when e.old_data is not null and array(select jsonb_object_keys(e.old_data)) <> array(select jsonb_object_keys(e.new_data))
               then format('the entry of version %%s tells other columns before than after', e.version) end),
         (case when e.old_data is not null and e.before || e.old_data <> e.before
               then format('the entry of version %%s found another value than was left in: ', e.version) || audit.differing(%6$L, e.before, e.old_data) end),
         (case when e.changed_by is null and e.db_role = 'gb_app' and not e.is_upkeep then format('the entry of version %%s names nobody, as the application cannot', e.version) end),
         (case when e.action = 'CREATE' and (e.changed_by::text <> e.new_data->>'created_by' or to_jsonb(e.changed_at) is distinct from e.new_data->'created_at'
                                              and not audit.is_same(%6$L, 'created_at', to_jsonb(e.changed_at), e.new_data->'created_at'))
                 or e.action = 'TRASH' and e.changed_by::text <> e.new_data->>'deleted_by'
               then format('the entry of version %%s names another actor or moment than its content', e.version) end),
         (case when e.changed_at <= e.before_at then format('the entry of version %%s is older than that of version %%s', e.version, e.before_version) end),
         (case when e.previous_at is null and e.version > 1 and e.entry > since.entry then format('the entry of version %%s does not say what it found', e.version)
               when e.previous_at is not null and e.before_version = e.version - 1
                and (e.previous_at <> e.before_at or e.before_by_known and e.previous_by::text is distinct from e.before_by)
               then format('the entry of version %%s found version %%s made by another, or at another moment, than the entry of that says', e.version, e.before_version) end),
         (case when r.id is not null and (r.updated_at <> e.changed_at or e.by_known and r.updated_by::text is distinct from e.by)
               then format('the record says another actor or moment of version %%s than its entry', e.version) end),
         (case when s.state || s.told <> s.state then 'the record is not what its history says in: ' || audit.differing(%6$L, s.told, s.state) end)) p (problem)
       where p.problem is not null
       order by 2, e.version$query$, t.noun, t.relation, 
                   format(v_object, 'old_data', format(t.data, 'old_data')), format(v_object, 'new_data', format(t.data, 'new_data')), t.columns, t.relation::text);
  end loop;
end $body$;

reset role;

-- 0600_completeness.sql
-- Purpose:   proof that the history is whole: for every record one entry for each version, as far back as retention keeps them.
-- Limits:    whoever may rewrite everything may also rewrite both sides of this comparison; and of a record older than the oldest
--            month kept, the first entries that are missing cannot be told from those that retention took.
-- Read with: src/Persistence/BlogExamination.cs, tests/GraphBlog.Tests/Database/ExaminationTests.cs

set local role gb_owner;

-- The beginning of an organisation's log: entries before it have been dropped, those after it must be there.
create or replace function audit.kept_since(p_org bigint) returns timestamptz language sql stable set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
  select greatest(min(to_timestamp(substr(c.relname, 11), 'YYYYMM')), (select d.before from app.dropped_entries d where d.org_id = p_org))
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$';
$$;

-- What is missing in the history of an organisation; no row means it is whole. Runs as the caller, in that organisation's context:
-- gb_owner sees all of it, others would miss records and so blame the log.
create or replace function audit.incomplete(p_org bigint) returns table (record_type text, record_id bigint, problem text)
  language plpgsql set search_path = pg_catalog, pg_temp set jit = off as $$      -- a second and a half to compile what runs for one
declare
  t regclass;
begin
  perform set_config('app.current_org_id', p_org::text, true);
  for t in select tgrelid from pg_trigger where tgname = 'z_audit_update' order by tgrelid::regclass::text loop
    return query execute format($query$
      with entries as (
        select e.record_id as id, min(e.version) as first, max(e.version) as last, count(*) as entries, count(distinct e.version) as versions,
               bool_or(e.action = 'PURGE') as purged
          from audit.audit_log e where e.org_id = app.org() and e.table_name = %1$L group by e.record_id)
      select %1$L::text, coalesce(r.id, e.id), p.problem
        from (select id, version, created_at, updated_at from %2$s where org_id = app.org()) r
        full join entries e on e.id = r.id
       cross join lateral (values
         (case when r.id is null and not e.purged then 'the record is gone, and no entry says who purged it' end),
         (case when e.purged and r.id is not null then 'an entry says it was purged, but the record is there' end),
         (case when r.updated_at >= audit.kept_since(app.org()) and coalesce(e.last, 0) < r.version then format('no entry for version %%s', r.version) end),
         (case when e.last > r.version and not e.purged then format('an entry for version %%s, which the record never had', e.last) end),
         (case when e.entries > e.versions then format('%%s entries for %%s versions', e.entries, e.versions) end),
         (case when e.versions < e.last - e.first + 1 then format('%%s of the versions %%s to %%s have no entry', e.last - e.first + 1 - e.versions, e.first, e.last) end),
         (case when e.first > 1 and r.created_at >= audit.kept_since(app.org()) then format('no entry before version %%s', e.first) end)) p (problem)
       where p.problem is not null
       order by 2$query$, (select regexp_replace(c.relname, '_all$', '') from pg_class c where c.oid = t), t);
  end loop;
end $$;

reset role;

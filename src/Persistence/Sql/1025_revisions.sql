-- 1025_revisions.sql
-- Purpose:   any record as it was, in psql as in the API.
-- How:       the row as it is now, with the old values of the newer entries put back: of each column the one in the earliest entry
--            after the version. History reaches back as far as the log does; where an entry is missing there is no answer, since
--            any other would be a guess.
-- Read with: src/Persistence/Audit/Revision.cs, tests/GraphBlog.Tests/Api/RevisionTests.cs

set local role gb_owner;

-- One row, or none when the record never had that version or the log does not reach it. Runs as the caller, under its policies.
-- The row says version and updated_at as they were; updated_by is not among what is kept, changed_by says it if it is known.
create function audit.revision(p_table regclass, p_id bigint, p_version integer)
  returns table (record_id bigint, version integer, data jsonb, changed_at timestamptz, changed_by bigint, entry_id bigint)
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_noun    text := regexp_replace(p_table::text, '^.*\.|_all$', '', 'g');
  v_entries integer;
  v_older   jsonb;
begin
  select e.record_id, e.version, e.changed_at, e.changed_by, e.id into record_id, version, changed_at, changed_by, entry_id
    from audit.audit_log e
   where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version = p_version and e.action <> 'PURGE';
  execute format('select to_jsonb(t) - app.derived_columns(%L) - ''updated_by''::text from %s t where t.org_id = app.org() and t.id = $1', p_table, p_table)
    into data using p_id;
  if record_id is null or data is null then
    return;
  end if;

  select count(*) into v_entries from audit.audit_log e
   where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version > p_version;
  if v_entries <> (data->>'version')::integer - p_version then
    return;
  end if;

  select jsonb_object_agg(o.key, o.value) into v_older
    from (select distinct on (c.key) c.key, c.value
            from audit.audit_log e cross join jsonb_each(e.old_data) c
           where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version > p_version
           order by c.key, e.version) o;
  data := data || coalesce(v_older, '{}') || jsonb_build_object('version', p_version, 'updated_at', changed_at);
  return next;
end $$;

-- The version a record had at a moment; null when it did not exist then, or the log does not reach back so far.
create function audit.version_at(p_table regclass, p_id bigint, p_at timestamptz) returns integer
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select e.version from audit.audit_log e
   where e.org_id = app.org() and e.table_name = regexp_replace(p_table::text, '^.*\.|_all$', '', 'g') and e.record_id = p_id and e.changed_at <= p_at
   order by e.version desc limit 1;
$$;
grant execute on function audit.revision(regclass, bigint, integer), audit.version_at(regclass, bigint, timestamptz) to gb_app;

reset role;

-- 0550_conflicts.sql
-- Purpose:   what somebody who is told of a conflict has to know of the changes since, without all that these hold: a hundred edits of a
--            text of a megabyte are two hundred megabytes.
-- How:       both run as the caller, under its policies, and keep one entry in memory at a time.
-- Read with: src/GraphApi/Records/ConflictReader.cs, docs/decisions/0033-memory-follows-what-is-asked.md

set local role gb_owner;

-- Of each of these columns that changed after a version: the last entry that did, whose old_data and new_data hold that column alone, as
-- it was at the version and as the entry left it. One row for each column; the order says nothing.
create or replace function audit.folded_changes(p_table text, p_id bigint, p_above integer, p_columns text[]) returns setof audit.audit_log
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_span  record;
  v_base  jsonb;
  v_entry audit.audit_log;
begin
  for v_span in
    select k.name, min(e.version) as first, max(e.version) as last
      from audit.audit_log e cross join lateral jsonb_object_keys(e.old_data) k (name)
     where e.org_id = app.org() and e.table_name = p_table and e.record_id = p_id and e.version > p_above and k.name = any (p_columns)
     group by k.name
  loop
    select e.old_data -> v_span.name into v_base
      from audit.audit_log e where e.org_id = app.org() and e.table_name = p_table and e.record_id = p_id and e.version = v_span.first;
    select e.* into v_entry
      from audit.audit_log e where e.org_id = app.org() and e.table_name = p_table and e.record_id = p_id and e.version = v_span.last;
    v_entry.old_data := jsonb_build_object(v_span.name, v_base);
    v_entry.new_data := jsonb_build_object(v_span.name, v_entry.new_data -> v_span.name);
    return next v_entry;
  end loop;
end $$;

-- The entries after a version, oldest first: so many at most, and none that would bring their data, as text, above so many bytes; but one
-- in any case.
create or replace function audit.changes_within(p_table text, p_id bigint, p_above integer, p_most integer, p_bytes bigint) returns setof audit.audit_log
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_entry audit.audit_log;
  v_bytes bigint := 0;
  v_first boolean := true;
begin
  for v_entry in
    select e.* from audit.audit_log e
     where e.org_id = app.org() and e.table_name = p_table and e.record_id = p_id and e.version > p_above
     order by e.version limit p_most
  loop
    v_bytes := v_bytes + coalesce(octet_length(v_entry.old_data::text), 0) + coalesce(octet_length(v_entry.new_data::text), 0);
    exit when v_bytes > p_bytes and not v_first;
    v_first := false;
    return next v_entry;
  end loop;
end $$;

grant execute on function audit.folded_changes(text, bigint, integer, text[]), audit.changes_within(text, bigint, integer, integer, bigint) to gb_app;

reset role;

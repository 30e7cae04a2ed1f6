-- 0500_revisions.sql
-- Purpose:   any record as it was, in psql as in the API.
-- How:       the row as it is now, with the old values of the newer entries put back: of each column the one in the earliest entry
--            after the version. History reaches back as far as the log does; where an entry is missing there is no answer, since
--            any other would be a guess.
--            Entries keep the names of their time. A name that the row no longer has might be a column's former one, so a column that
--            was renamed or dropped makes the revisions before it unanswerable rather than wrong, unless app.protect() is told:
--            select app.protect('blog.notes_all', p_renamed => '{"body": "words", "mood": null}').
-- Read with: src/Persistence/Audit/Revision.cs, docs/decisions/0018-renamed-columns.md, tests/GraphBlog.Tests/Api/RevisionTests.cs,
--            tests/GraphBlog.Tests/Database/RenamedColumnTests.cs

set local role gb_owner;

grant select on app.renamed_columns to gb_app;

-- What readers see of a post: the columns that its publications have, but for those that say whose it is, when it was and which version.
create or replace function blog.published_columns() returns text[] language sql stable set search_path = pg_catalog, pg_temp
  return (select array_agg(attname::text order by attnum) from pg_attribute
           where attrelid = 'app.publications'::regclass and attnum > 0 and not attisdropped and attname not in
             ('org_id', 'id', 'version', 'author_id', 'published_at', 'created_at', 'created_by', 'updated_at', 'updated_by', 'document',
              'live_from', 'live_until', 'deleted_at'));
-- Only that of a row.
create or replace function blog.published(p_row jsonb) returns jsonb language sql stable set search_path = pg_catalog, pg_temp
  return (select jsonb_object_agg(r.key, r.value) from jsonb_each(p_row) r where r.key = any (blog.published_columns()));
grant execute on function blog.published_columns(), blog.published(jsonb) to gb_app;

-- What a column is called now that an entry of that moment calls so; null when it was dropped.
create or replace function audit.column_now(p_table text, p_column text, p_at timestamptz) returns text
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_name text := p_column;
  r      record;
begin
  for r in select old_name, new_name from app.renamed_columns n where n.table_name = p_table and n.renamed_at > p_at order by n.renamed_at loop
    if r.old_name = v_name then
      v_name := r.new_name;
    end if;
  end loop;
  return v_name;
end $$;

-- One row, or none when the record never had that version, the log does not reach it, or it speaks of columns that nobody knows any
-- more. Runs as the caller, under its policies. The row says version and updated_at as they were; updated_by is not among what is kept,
-- changed_by says it if it is known.
create or replace function audit.revision(p_table regclass, p_id bigint, p_version integer)
  returns table (record_id bigint, version integer, data jsonb, changed_at timestamptz, changed_by bigint, entry_id bigint)
  language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  v_noun    text := regexp_replace(p_table::text, '^.*\.|_all$', '', 'g');
  v_entries integer;
  v_older   jsonb;
  v_renamed boolean;
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

  v_renamed := exists (select from app.renamed_columns r where r.table_name = v_noun);
  select jsonb_object_agg(o.key, o.value) into v_older
    from (select distinct on (c.key) c.key, c.value
            from audit.audit_log e
           cross join jsonb_each(e.old_data) was
           cross join lateral (select case when v_renamed then audit.column_now(v_noun, was.key, e.changed_at) else was.key end, was.value) c (key, value)
           where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version > p_version and c.key is not null
           order by c.key, e.version) o;
  if v_older - array(select jsonb_object_keys(data)) <> '{}' then
    return;
  end if;
  data := data || coalesce(v_older, '{}') || jsonb_build_object('version', p_version, 'updated_at', changed_at);
  if exists (select from pg_attribute where attrelid = p_table and attname = 'edited_version' and not attisdropped) then
    data := data || jsonb_build_object('edited_version', coalesce((
      select max(e.version) from audit.audit_log e
       where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version <= p_version
         and (e.action = 'CREATE' or e.new_data ?| (select blog.published_columns()))), 1));
  end if;
  return next;
end $$;

-- The version a record had at a moment; null when it did not exist then, or the log does not reach back so far.
create or replace function audit.version_at(p_table regclass, p_id bigint, p_at timestamptz) returns integer
  language sql stable set search_path = pg_catalog, pg_temp as $$
  select e.version from audit.audit_log e
   where e.org_id = app.org() and e.table_name = regexp_replace(p_table::text, '^.*\.|_all$', '', 'g') and e.record_id = p_id and e.changed_at <= p_at
   order by e.version desc limit 1;
$$;

grant execute on function audit.column_now(text, text, timestamptz), audit.revision(regclass, bigint, integer),
  audit.version_at(regclass, bigint, timestamptz) to gb_app;

reset role;

-- 1230_renamed_columns.sql
-- Purpose:   a column that was renamed or dropped makes the revisions before it unanswerable rather than wrong, unless app.protect() is
--            told: select app.protect('blog.notes_all', p_renamed => '{"body": "words", "mood": null}').
-- How:       entries keep the names of their time. A name that the row no longer has might be a column's former one, so its value
--            cannot be put anywhere; what app.protect() was told says where, for entries from before it was told.
-- Read with: 1025_revisions.sql, 1020_protect.sql, docs/decisions/0018-renamed-columns.md, tests/GraphBlog.Tests/Database/RenamedColumnTests.cs

set local role gb_owner;

-- About tables, hence of no organisation; written by app.protect() alone.
create table app.renamed_columns (
  table_name  text not null,
  old_name    text not null,
  new_name    text,      -- null: dropped
  renamed_at  timestamptz not null default clock_timestamp()      -- to rename, the table was locked: no entry straddles it
);
grant select on app.renamed_columns to gb_app;

-- What a column is called now that an entry of that moment calls so; null when it was dropped.
create function audit.column_now(p_table text, p_column text, p_at timestamptz) returns text
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
grant execute on function audit.column_now(text, text, timestamptz) to gb_app;

-- One row, or none when the record never had that version, the log does not reach it, or it speaks of columns that nobody knows any more. Runs as the caller, under its policies.
-- The row says version and updated_at as they were; updated_by is not among what is kept, changed_by says it if it is known.
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
  return next;
end $$;

reset role;

-- As in 1020_protect.sql, but for p_renamed: another parameter makes another function, so the former one goes.
drop function app.protect(regclass, text[], boolean);
create function app.protect(
  p_table     regclass,                         -- in schema blog; called <noun>_all when its records can be put into the trash
  p_fixed     text[] default '{}',              -- columns that never change after the insert
  p_read_only boolean default false,            -- the application may read it, and no more
  p_renamed   jsonb default '{}'                -- columns that have another name since this was last run, {"old": "new"}; {"old": null}: dropped
) returns void language plpgsql set client_min_messages = warning as $$
declare
  v_name     text := (select relname from pg_class where oid = p_table);
  v_noun     text := regexp_replace(v_name, '_all$', '');
  v_trash    boolean := v_name <> v_noun;
  v_missing  text;
  v_columns  text;      -- all but the derived
  v_content  text;      -- those a client may write at the insert
  v_editable text;      -- those a client may write later
  v_capture  text;
  c          text;
begin
  select string_agg(n, ', ') into v_missing
    from unnest('{org_id,id,version,created_at,created_by,updated_at,updated_by,deleted_at,deleted_by}'::text[]) n
   where not exists (select from pg_attribute where attrelid = p_table and attname = n and not attisdropped);
  if v_missing is not null then
    raise exception '% cannot be protected: it lacks %', p_table, v_missing using errcode = 'GB008';
  end if;

  select string_agg(quote_ident(attname), ', ' order by attnum),
         string_agg(quote_ident(attname), ', ' order by attnum) filter (where content),
         string_agg(quote_ident(attname), ', ' order by attnum) filter (where content and attname <> all (p_fixed))
    into v_columns, v_content, v_editable
    from (select attname, attnum, attname not in
                 ('org_id', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at', 'deleted_by') as content
            from pg_attribute where attrelid = p_table and attnum > 0 and not attisdropped and attname <> all (app.derived_columns(p_table))) a;

  set local role gb_owner;

  insert into app.renamed_columns (table_name, old_name, new_name) select v_noun, key, value from jsonb_each_text(p_renamed);

  -- Actors are users of the same organisation.
  foreach c in array '{created_by,updated_by,deleted_by}'::text[] loop
    if not exists (select from pg_constraint where conrelid = p_table and conname = v_name || '_' || c || '_fkey') then
      execute format('alter table %s add constraint %I foreign key (org_id, %I) references blog.users (org_id, id)',
                     p_table, v_name || '_' || c || '_fkey', c);
    end if;
  end loop;

  perform app.isolate(p_table);
  perform app.let_authors_write(p_table);
  perform app.show_with_parent(p_table);

  -- Stamp before, audit after, truncate never.
  execute format('create or replace trigger a_stamp before insert or update or delete on %s for each row execute function app.stamp()', p_table);
  execute format('create or replace trigger a_no_truncate before truncate on %s for each statement execute function app.refuse()', p_table);
  v_capture := audit.capture_source(p_table);
  grant create on schema audit to gb_audit_writer;
  set local role gb_audit_writer;
  execute format('create or replace function audit.capture_%s() returns trigger language plpgsql security definer
                  set search_path = pg_catalog, pg_temp as %L', v_name, v_capture);
  execute format('grant execute on function audit.capture_%s() to gb_owner', v_name);
  set local role gb_owner;
  revoke create on schema audit from gb_audit_writer;
  execute format('create or replace trigger z_audit after insert or delete on %s for each row execute function audit.capture_%s()', p_table, v_name);
  execute format('create or replace trigger z_audit_update after update on %s for each row
                  when (old.* *<> new.*) execute function audit.capture_%s()', p_table, v_name);

  -- The live records under the table's plain name, the others beside them. security_invoker: the reader's policies apply,
  -- else the view would show its owner's rows to everybody. No security_barrier: it costs a factor of 2.6 and adds nothing.
  if v_trash then
    execute format('drop view if exists blog.%I, blog.%I', v_noun, v_noun || '_trash');
    execute format('create view blog.%I with (security_invoker = true) as select %s from %s where deleted_at is null', v_noun, v_columns, p_table);
    execute format('create view blog.%I with (security_invoker = true) as
                    select %s, deleted_at + app.trash_keep() as purge_at from %s where deleted_at is not null', v_noun || '_trash', v_columns, p_table);
    execute format('grant select on blog.%I, blog.%I to gb_app', v_noun, v_noun || '_trash');
  end if;

  -- By column: what is not listed here cannot be written. DELETE is granted to nobody who serves.
  execute format('revoke all on %s from gb_app', p_table);
  execute format('grant select on %s to gb_app', p_table);
  if not p_read_only then
    execute format('grant insert (org_id, %s) on %s to gb_app', v_content, p_table);
    execute format('grant update (%s%s) on %s to gb_app', v_editable, case when v_trash then ', deleted_at' else '' end, p_table);
  end if;
  if v_trash then
    execute format('grant select (org_id, id, version, deleted_at), delete on %s to gb_purger', p_table);
    execute format('grant select (org_id, id, deleted_at), delete on %s to gb_retention', p_table);
  end if;

  reset role;
end $$;
revoke execute on function app.protect(regclass, text[], boolean, jsonb) from public;

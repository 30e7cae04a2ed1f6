-- 1020_protect.sql
-- Purpose:   app.protect() learns four things: a column of type tsvector is derived, so it is neither content nor history; a
--            record with an author is written by its author or an editor; a record that hangs on another is seen with it; only an
--            administrator empties the trash.
-- Invariant: as in 0600_protect.sql: one line makes a table safe, and whatever it needs, it finds in the catalogue.
-- Read with: 1040_row_rules.sql, tests/GraphBlog.Tests/Database/ProtectTests.cs

set local role gb_owner;

create function app.derived_columns(p_table regclass) returns text[] language sql stable set search_path = pg_catalog, pg_temp
  return (select coalesce(array_agg(attname::text order by attnum), '{}') from pg_attribute
           where attrelid = p_table and attnum > 0 and not attisdropped and atttypid = 'tsvector'::regtype);
grant execute on function app.derived_columns(regclass) to gb_app, gb_retention;

create or replace function audit.capture_source(p_table regclass) returns text language sql stable set search_path = pg_catalog, pg_temp
  return format($source$
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = 'UPDATE' then
    o := '{}'; n := '{}';
%s
    act := case when old.deleted_at is null and new.deleted_at is not null then 'TRASH'
                when old.deleted_at is not null and new.deleted_at is null then 'RESTORE'
                else 'UPDATE' end;
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data)
    values (new.org_id, new.updated_at, %2$L, new.id, new.version, act, actor, app.request_id(), o, n);
  elsif tg_op = 'INSERT' then
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, %2$L, new.id, new.version, 'CREATE', actor, app.request_id(), to_jsonb(new) - %3$L::text[]);
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval '1 microsecond'), %2$L, old.id, old.version + 1,
            'PURGE', app.usr(), app.request_id());
  end if;
  return null;
end $source$,
    (select string_agg(format($line$    if new.%1$I is distinct from old.%1$I then o := o || jsonb_build_object(%1$L, old.%1$I); n := n || jsonb_build_object(%1$L, new.%1$I); end if;$line$, attname), E'\n' order by attnum)
       from pg_attribute
      where attrelid = p_table and attnum > 0 and not attisdropped and attname <> all (app.derived_columns(p_table))
        and attname not in ('org_id', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by')),      -- columns of the entry itself
    (select regexp_replace(relname, '_all$', '') from pg_class where oid = p_table),
    app.derived_columns(p_table));

-- As in 0600_protect.sql, but for the role that a purge needs.
create or replace function app.isolate(p_table regclass) returns void language plpgsql set client_min_messages = warning as $$
declare
  p text;
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  -- its own policies only: to drop gb_identity's would lock everybody out
  foreach p in array '{tenant_only,tenant,purge,retention}'::text[] loop
    execute format('drop policy if exists %I on %s', p, p_table);
  end loop;
  execute format('create policy tenant_only on %s as restrictive for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  execute format('create policy tenant on %s for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  if p_table::text like '%\_all' then
    execute format('create policy purge on %s for all to gb_purger using (org_id = app.org() and deleted_at is not null and app.is_admin()) with check (false)', p_table);
    execute format('create policy retention on %s for all to gb_retention using (deleted_at < now() - app.trash_keep()) with check (false)', p_table);
  end if;
end $$;

-- Who may write a record that has an author. Restrictive: it narrows what the tenant policy allows.
create function app.let_authors_write(p_table regclass) returns void language plpgsql set client_min_messages = warning as $$
begin
  execute format('drop policy if exists author_inserts on %s', p_table);
  execute format('drop policy if exists author_updates on %s', p_table);
  if exists (select from pg_attribute where attrelid = p_table and attname = 'author_id' and not attisdropped) then
    execute format('create policy author_inserts on %s as restrictive for insert to gb_app with check (author_id = app.writer() or app.is_editor())', p_table);
    execute format('create policy author_updates on %s as restrictive for update to gb_app using (author_id = app.writer() or app.is_editor())
                    with check (author_id = app.writer() or app.is_editor())', p_table);
  end if;
end $$;

-- A record that hangs on one with a trash (a comment on its post) is out of sight whenever that one is: in the trash, or not for
-- this reader. Nothing is written for it, so what comes back is exactly what went. And nobody hangs a record on one they do not
-- see: the foreign key alone would take it, and by taking it tell that there is something.
create function app.show_with_parent(p_table regclass) returns void language plpgsql set client_min_messages = warning as $$
declare
  v_parent regclass;
  v_column text;
  v_seen   text;
begin
  execute format('drop policy if exists with_parent on %s', p_table);
  execute format('drop policy if exists with_parent_inserts on %s', p_table);
  select p.oid, a.attname into v_parent, v_column
    from pg_constraint k
    join pg_class p on p.oid = k.confrelid and p.relname ~ '_all$' and p.oid <> p_table
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[2]
   where k.conrelid = p_table and k.contype = 'f' and k.confdeltype = 'c';      -- on delete cascade: it lives and dies with it
  if v_parent is not null then
    -- OFFSET 0: the planner would otherwise like to hash all parents of the organisation in order to look up a few, which takes
    -- 20 ms instead of 1 for the first comments of 20 among 5,000 posts, and grows with the posts
    v_seen := format('exists (select from %1$s p where p.org_id = %2$I.org_id and p.id = %2$I.%3$I and p.deleted_at is null offset 0)',
                     v_parent, (select relname from pg_class where oid = p_table), v_column);
    execute format('create policy with_parent on %s as restrictive for select to gb_app using (%s)', p_table, v_seen);
    execute format('create policy with_parent_inserts on %s as restrictive for insert to gb_app with check (%s)', p_table, v_seen);
  end if;
end $$;
revoke execute on function app.let_authors_write(regclass), app.show_with_parent(regclass) from public;

reset role;

create or replace function app.protect(
  p_table     regclass,                         -- in schema blog; called <noun>_all when its records can be put into the trash
  p_fixed     text[] default '{}',              -- columns that never change after the insert
  p_read_only boolean default false             -- the application may read it, and no more
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

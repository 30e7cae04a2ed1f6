-- 0700_protect.sql
-- Purpose:   one line makes a table safe: select app.protect('blog.posts_all').
-- Invariant: after it the table has forced row-level security, the stamp, the audit trail, the trash and the grants, and
--            app.lint() finds nothing; without it app.lint() names the table. Whatever it needs, it finds in the catalogue: a record
--            with an author is written by its author or an editor, a record that hangs on another is seen with it. Every run brings the
--            table up to date; when nothing changed it changes nothing.
-- Read with: Code/1900_protected_tables.sql, Code/0800_row_rules.sql, tests/GraphBlog.Tests/Database/ProtectTests.cs

set local role gb_owner;

-- How long the trash keeps a record before the upkeep purges it: what its organisation says, else what all have that say nothing.
create or replace function app.trash_days(p_org bigint) returns integer language sql stable
  return coalesce((select o.trash_days from blog.organisations o where o.org_id = p_org), (select u.trash_days from app.upkeep u));
create or replace function app.trash_keep() returns interval language sql stable return make_interval(days => app.trash_days(app.org()));
grant execute on function app.trash_days(bigint), app.trash_keep() to gb_app, gb_retention;
grant select on app.upkeep to gb_app, gb_retention;

-- Row-level security. The same predicate twice: permissive, so that each policy is safe alone (Citus copies restrictive
-- policies to its shards as permissive ones), and restrictive, so that no later permissive policy can widen it. The planner
-- folds the duplicate. FORCE, since the owner walks past unforced policies. A backup reads everything (1400_backup.sql).
create or replace function app.isolate(p_table regclass) returns void language plpgsql set client_min_messages = warning as $$
declare
  v_sequence text := (select pg_get_serial_sequence(p_table::text, attname) from pg_attribute where attrelid = p_table and attname = 'id');
  p text;
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  -- its own policies only: to drop gb_identity's would lock everybody out
  foreach p in array '{tenant_only,tenant,purge,retention,backup}'::text[] loop
    execute format('drop policy if exists %I on %s', p, p_table);
  end loop;
  execute format('create policy tenant_only on %s as restrictive for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  execute format('create policy tenant on %s for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  execute format('create policy backup on %s for select to gb_backup using (true)', p_table);
  execute format('grant select on %s to gb_backup', p_table);
  if v_sequence is not null then
    execute format('grant select on sequence %s to gb_backup', v_sequence);
  end if;
  if p_table::text like '%\_all' then
    execute format('create policy purge on %s for all to gb_purger using (org_id = app.org() and deleted_at is not null and app.is_admin()) with check (false)', p_table);
    execute format('create policy retention on %s for all to gb_retention using (deleted_at < now() - make_interval(days => app.trash_days(org_id))) with check (false)', p_table);
  end if;
end $$;

-- Who may write a record that has an author. Restrictive: it narrows what the tenant policy allows.
create or replace function app.let_authors_write(p_table regclass) returns void language plpgsql set client_min_messages = warning as $$
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
create or replace function app.show_with_parent(p_table regclass) returns void language plpgsql set client_min_messages = warning as $$
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
    -- a table of app that hangs on the parent by its whole key is the parent in another form: its versions that readers see
    select string_agg(format('exists (select from %1$s p where p.org_id = %2$I.org_id and p.id = %2$I.%3$I and p.deleted_at is null offset 0)',
                             seen.relation, (select relname from pg_class where oid = p_table), v_column), ' or ' order by seen.place)
      into v_seen
      from (select v_parent, 1
            union all
            select k.conrelid::regclass, 2 from pg_constraint k join pg_class f on f.oid = k.conrelid
             where k.confrelid = v_parent and k.contype = 'f' and k.confdeltype = 'c' and f.relnamespace = 'app'::regnamespace) seen (relation, place);
    execute format('create policy with_parent on %s as restrictive for select to gb_app using (%s)', p_table, v_seen);
    execute format('create policy with_parent_inserts on %s as restrictive for insert to gb_app with check (%s)', p_table, v_seen);
  end if;
end $$;

create or replace function app.protect(
  p_table     regclass,                         -- in schema blog; called <noun>_all when its records can be put into the trash
  p_fixed     text[] default '{}',              -- columns that never change after the insert
  p_read_only boolean default false,            -- the application may read it, and no more
  p_renamed   jsonb default '{}',               -- columns that have another name since this was last run, {"old": "new"}; {"old": null}: dropped
  p_retired   boolean default false             -- records are put aside where they are, for others lead to them: no trash, and never purged
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
  select string_agg(n, ', ' order by i) into v_missing
    from unnest('{org_id,id,version,created_at,created_by,updated_at,updated_by,deleted_at,deleted_by}'::text[]) with ordinality as needed (n, i)
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

  -- A line of a Code file runs again with every change of Code: what was told before is not told again.
  insert into app.renamed_columns (table_name, old_name, new_name)
  select v_noun, key, value from jsonb_each_text(p_renamed)
   where not exists (select from app.renamed_columns r where r.table_name = v_noun and r.old_name = key and r.new_name is not distinct from value);

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
  if p_table <> 'blog.posts_all'::regclass then      -- which has its own (0850_drafts.sql)
    execute format('create or replace trigger b_drafts_only before insert or update or delete on %s for each row execute function app.refuse_publishing()', p_table);
  end if;
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
                  when (current_user <> ''gb_retention'' and old.* *<> new.*) execute function audit.capture_%s()', p_table, v_name);
  -- Who makes the change is known where the condition is looked at, and no setting says it.
  execute format('create or replace trigger z_audit_upkeep after update on %s for each row
                  when (current_user = ''gb_retention'' and old.* *<> new.*) execute function audit.capture_%s(''nobody'')', p_table, v_name);

  -- The live records under the table's plain name, the others beside them. security_invoker: the reader's policies apply,
  -- else the view would show its owner's rows to everybody. No security_barrier: it costs a factor of 2.6 and adds nothing.
  if v_trash then
    execute format('drop view if exists blog.%I, blog.%I', v_noun, v_noun || '_trash');
    if to_regproc(format('blog.show_%s', v_noun)) is null then
      execute format('create view blog.%I with (security_invoker = true) as select %s from %s where deleted_at is null', v_noun, v_columns, p_table);
    else
      execute format('select blog.show_%s()', v_noun);      -- its live records are seen in more than one form
    end if;
    execute format('create view blog.%I with (security_invoker = true) as
                    select %s, deleted_at + (select app.trash_keep()) as purge_at from %s where deleted_at is not null', v_noun || '_trash', v_columns, p_table);
    execute format('grant select on blog.%I, blog.%I to gb_app', v_noun, v_noun || '_trash');
  end if;

  -- By column: what is not listed here cannot be written. DELETE is granted to nobody who serves.
  execute format('revoke all on %s from gb_app', p_table);
  execute format('grant select on %s to gb_app', p_table);
  if not p_read_only then
    execute format('grant insert (org_id, %s) on %s to gb_app', v_content, p_table);
    execute format('grant update (%s%s) on %s to gb_app', v_editable, case when v_trash or p_retired then ', deleted_at' else '' end, p_table);
  end if;
  if v_trash then
    execute format('grant select (org_id, id, version, deleted_at), delete on %s to gb_purger', p_table);
    execute format('grant select (org_id, id, deleted_at), delete on %s to gb_retention', p_table);
  end if;

  reset role;
end $$;

reset role;

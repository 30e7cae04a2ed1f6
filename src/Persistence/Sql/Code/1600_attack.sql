-- 1600_attack.sql
-- Purpose:   one organisation attacks another, on this very database: what `doctor` runs, in a transaction that it rolls back.
-- Read with: src/Persistence/BlogExamination.cs, tests/GraphBlog.Tests/Database/ExaminationTests.cs

set local role gb_owner;

-- The beginning of an attack: in the attacker's organisation, as a user that it has for certain.
create or replace function app.begin_attack(p_attacker bigint) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if current_user <> 'gb_app' then
    raise exception 'only an attack by gb_app proves anything' using errcode = 'GB009';
  end if;
  perform set_config('app.current_org_id', p_attacker::text, true), set_config('app.current_role', 'ADMIN', true);
  perform set_config('app.current_user_id', (select min(id) from blog.users)::text, true);
end $$;
grant execute on function app.begin_attack(bigint) to gb_app;

-- Each attack with whether it was held off. Runs as the caller, who must be gb_app: for anybody else it proves nothing.
create or replace function app.attack(p_attacker bigint, p_victim bigint) returns table (attack text, held boolean)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  t record;
  n bigint;
begin
  if current_user <> 'gb_app' then
    raise exception 'only an attack by gb_app proves anything' using errcode = 'GB009';
  end if;
  perform set_config('app.current_user_id', '1', true), set_config('app.current_role', 'ADMIN', true);

  for t in select c.oid::regclass as relation, c.relkind,
                  (select quote_ident(a.attname) from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'deleted_at'
                      and has_column_privilege('gb_app', c.oid, a.attnum, 'UPDATE') order by a.attnum limit 1) as writable
             from pg_class c join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id'
            where c.relkind in ('r', 'p', 'v') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app') and has_table_privilege('gb_app', c.oid, 'SELECT')
            order by 1
  loop
    perform set_config('app.current_org_id', p_attacker::text, true);
    execute format('select count(*) from %s where org_id <> $1', t.relation) into n using p_attacker;
    attack := format('read rows of others in %s', t.relation); held := n = 0; return next;

    perform set_config('app.current_org_id', '', true);
    execute format('select count(*) from %s', t.relation) into n;
    attack := format('read %s without an organisation', t.relation); held := n = 0; return next;

    perform set_config('app.current_org_id', p_attacker::text, true);
    if t.writable is not null and t.relkind = 'r' then
      begin
        execute format('update %1$s set %2$s = %2$s where org_id = $1', t.relation, t.writable) using p_victim;
        get diagnostics n = row_count;
        held := n = 0;
      exception when others then
        held := true;
      end;
      attack := format('write rows of another in %s', t.relation); return next;
    end if;

    begin
      execute format('delete from %s', t.relation);
      held := false;
    exception
      when insufficient_privilege or object_not_in_prerequisite_state or feature_not_supported then held := true;
      when others then held := false;      -- it came far enough to break another rule
    end;
    attack := format('delete from %s', t.relation); return next;

    begin
      execute format('update %s set org_id = $1', t.relation) using p_victim;
      held := false;
    exception
      when insufficient_privilege or object_not_in_prerequisite_state or feature_not_supported then held := true;
      when others then held := false;      -- it came far enough to break another rule
    end;
    attack := format('give rows of %s to another', t.relation); return next;
  end loop;

  begin
    insert into blog.users (org_id, handle, display_name, role) values (p_victim, 'intruder', 'Intruder', 'ADMIN');
    held := false;
  exception
    when insufficient_privilege then held := true;
    when others then held := false;
  end;
  attack := 'add a user to another'; return next;

  begin
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (p_attacker, now(), 'posts', 1, 1, 'UPDATE');
    held := false;
  exception when insufficient_privilege then
    held := true;
  end;
  attack := 'forge an entry of the audit log'; return next;

  begin
    set local row_security = off;
    select count(*) into n from blog.posts_all where org_id <> p_attacker;
    held := n = 0;
  exception when insufficient_privilege then
    held := true;
  end;
  attack := 'switch row-level security off'; return next;
end $$;
grant execute on function app.attack(bigint, bigint) to gb_app;

-- The attack on the clock: every organisation has a user to try on.
create or replace function app.attack_clock(p_attacker bigint) returns table (attack text, held boolean)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform app.begin_attack(p_attacker), set_config('app.clock', '2001-01-01', true);
  update blog.users set display_name = left(display_name, 50) || '?' where id = app.usr() returning updated_at >= now() into held;
  attack := 'date a change back'; return next;
end $$;
grant execute on function app.attack_clock(bigint) to gb_app;

-- Attacks from within: what the roles of one organisation must not do to each other. Each is undone at once.
create or replace function app.attack_roles(p_attacker bigint) returns table (attack text, held boolean)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  a record;
  n bigint;
begin
  perform app.begin_attack(p_attacker);
  for a in select * from (values
    ('ADMIN',  'deactivate every administrator',   $s$update blog.users set deleted_at = now() where role = 'ADMIN' and deleted_at is null$s$),
    ('EDITOR', 'deactivate somebody as an editor', $s$update blog.users set deleted_at = now() where deleted_at is null$s$),
    ('EDITOR', 'let somebody in as an editor',     $s$update blog.users set deleted_at = null where deleted_at is not null$s$),
    ('AUTHOR', 'take the posts of others',         $s$update blog.posts_all set author_id = app.usr() where author_id <> app.usr()$s$),
    ('EDITOR', 'give posts away as an editor',     $s$update blog.posts_all set author_id = (select max(id) from blog.users)
                                                        where author_id <> (select max(id) from blog.users)$s$)) t (role, attack, statement)
  loop
    perform set_config('app.current_role', a.role, true);
    begin
      execute a.statement;
      get diagnostics n = row_count;
      raise exception 'undone' using errcode = 'GB099';
    exception
      when sqlstate 'GB099' then held := n = 0;
      when insufficient_privilege or sqlstate 'GB010' then held := true;
      when others then held := false;      -- it came far enough to break another rule
    end;
    attack := a.attack; return next;
  end loop;
end $$;
grant execute on function app.attack_roles(bigint) to gb_app;

-- The attack of a program that may write drafts alone.
create or replace function app.attack_drafts(p_attacker bigint) returns table (attack text, held boolean)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform app.begin_attack(p_attacker), set_config('app.scope', 'write:drafts', true);
  foreach attack in array '{DRAFT,PUBLISHED}'::text[] loop
    begin
      insert into blog.posts_all (org_id, author_id, title, slug, body, status)
      values (p_attacker, app.usr(), 'x', 'x' || replace(gen_random_uuid()::text, '-', ''), '', attack);
      held := attack = 'DRAFT';
    exception when sqlstate 'GB020' then
      held := attack = 'PUBLISHED';
    end;
    attack := format('a token for drafts alone: write a post that is %s', attack); return next;
  end loop;
  perform set_config('app.scope', '', true);
end $$;
grant execute on function app.attack_drafts(bigint) to gb_app;

reset role;

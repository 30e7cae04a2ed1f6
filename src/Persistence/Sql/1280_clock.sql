-- 1280_clock.sql
-- Purpose:   a demo whose history lies in the past, written by the triggers that write every other history.
-- Invariant: the time of a change is the clock's. Only a session of the owner may name an earlier moment, for one transaction and never
--            a later one; for the serving role the setting means nothing. app.lint() knows the function word by word, and `doctor` tries.
-- Read with: docs/decisions/0026-moments-of-the-past.md, src/Persistence/Demo/DemoBlog.cs, tests/GraphBlog.Tests/Database/ClockTests.cs

set local role gb_owner;

-- session_user and not current_user: a function that runs with its owner's rights does not make its caller the owner. Without a SET
-- clause it is inlined, and the setting, which is hardly ever there, is looked at first.
create function app.clock() returns timestamptz language sql volatile
  return case when nullif(current_setting('app.clock', true), '') is null or not pg_has_role(session_user, 'gb_owner', 'member') then clock_timestamp()
              else least(current_setting('app.clock', true)::timestamptz, clock_timestamp()) end;
grant execute on function app.clock() to public;

-- What this transaction writes from here on was done at that moment. For the owner; for anybody else it would do nothing.
create function app.write_at(p_moment timestamptz) returns text language sql
  return set_config('app.clock', p_moment::text, true);

-- As in 0400_locking.sql, but for the clock.
create or replace function app.stamp() returns trigger language plpgsql as $$
declare
  actor bigint := app.usr();
  ts timestamptz := app.clock();
begin
  -- A change of nothing is no change: the row counts as matched, the version stays, audit's WHEN skips it.
  -- (RETURN NULL would report 0 rows, which a client reads as a conflict.)
  if tg_op = 'UPDATE' and new operator(pg_catalog.*=) old then
    return old;
  end if;

  -- The application always acts for a user, also when it purges. The owner, in psql or a migration, may act for none: audit
  -- then says so, and the record keeps the last user it knows. Retention acts for nobody.
  if actor is null and current_user <> 'gb_retention' and not pg_has_role(current_user, 'gb_owner', 'member') then
    raise exception 'app.current_user_id is not set' using errcode = 'GB001';
  end if;

  if tg_op = 'DELETE' then
    -- only the trash can be emptied, whoever asks; a cascade from a purged parent (depth 2) takes its children along
    if old.deleted_at is null and pg_trigger_depth() = 1 then
      raise exception 'a live record cannot be deleted; move it to the trash first' using errcode = 'GB007';
    end if;
    return old;
  end if;

  if tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := ts;
    new.created_by := coalesce(actor, new.created_by);
    new.updated_at := ts;
    new.updated_by := new.created_by;
    new.deleted_at := null;
    new.deleted_by := null;
    return new;
  end if;

  if new.org_id <> old.org_id or new.id <> old.id then
    raise exception 'org_id and id never change' using errcode = 'GB003';
  end if;
  if old.deleted_at is not null and new.deleted_at is not null then
    raise exception 'the record is in the trash; restore it first' using errcode = 'GB004';
  end if;
  new.created_at := old.created_at;
  new.created_by := old.created_by;
  new.version := old.version + 1;
  new.updated_at := greatest(ts, old.updated_at + interval '1 microsecond');      -- grows even if the clock steps back
  new.updated_by := coalesce(actor, old.updated_by);
  if new.deleted_at is null then
    new.deleted_by := null;
  else
    new.deleted_at := new.updated_at;      -- never what the caller says
    new.deleted_by := new.updated_by;
  end if;
  return new;
end $$;

-- The attack on the clock, as app.attack() makes those on other organisations (1075_attack.sql): every organisation has a user to try on.
create function app.attack_clock(p_attacker bigint) returns table (attack text, held boolean)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if current_user <> 'gb_app' then
    raise exception 'only an attack by gb_app proves anything' using errcode = 'GB009';
  end if;
  perform set_config('app.current_org_id', p_attacker::text, true), set_config('app.current_role', 'ADMIN', true),
          set_config('app.clock', '2001-01-01', true);
  perform set_config('app.current_user_id', (select min(id) from blog.users)::text, true);
  update blog.users set display_name = left(display_name, 50) || '?' where id = app.usr() returning updated_at >= now() into held;
  attack := 'date a change back'; return next;
end $$;
grant execute on function app.attack_clock(bigint) to gb_app;

-- One month of the log; false when it has its partition, or can have none any more.
create function audit.add_month(p_month timestamptz) returns boolean
  language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  m timestamptz := date_trunc('month', p_month);
  n text := 'audit_log_' || to_char(m, 'YYYYMM');
begin
  if to_regclass('audit.' || n) is not null then
    return false;
  end if;
  begin
    execute format('create table audit.%I partition of audit.audit_log for values from (%L) to (%L)', n, m, m + interval '1 month');
  exception when check_violation then
    -- Entries of this month are in the default partition and stay there. The months after it must be made all the same,
    -- else one month missed would be every month missed.
    raise warning 'entries of % are in audit.audit_log_default; the month gets no partition of its own', n;
    return false;
  end;
  execute format('alter table audit.%I enable row level security', n);      -- read through the parent only, but for a backup
  execute format('alter table audit.%I force row level security', n);
  execute format('create policy backup on audit.%I for select to gb_backup using (true)', n);
  execute format('grant select on audit.%I to gb_backup', n);
  execute format('create trigger a_no_truncate before truncate on audit.%I for each statement execute function app.refuse()', n);
  return true;
end $$;

-- As in 0800_retention.sql: months ahead.
create or replace function audit.ensure_partitions(p_ahead integer default 3) returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '2s' set timezone = 'UTC' as $$
declare
  made integer := 0;
begin
  if p_ahead not between 0 and 24 then
    raise exception 'months ahead must be 0 to 24' using errcode = 'GB006';
  end if;
  for i in 0..p_ahead loop
    made := made + audit.add_month(date_trunc('month', now()) + make_interval(months => i))::integer;
  end loop;
  return made;
end $$;

reset role;

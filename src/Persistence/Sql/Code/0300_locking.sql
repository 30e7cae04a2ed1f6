-- 0300_locking.sql
-- Purpose:   a record is changed only by someone who has seen its latest version (UPDATE ... WHERE version = expected).
-- Invariant: version grows by exactly one per change, and only here; times and actors are written only here, whatever a caller sends
--            for them is overwritten. The time of a change is the clock's: only a session of the owner may name an earlier moment, for
--            one transaction and never a later one; for the serving role the setting means nothing; `doctor` tries.
-- Read with: src/Persistence/Posts/Post.cs (concurrency token), docs/decisions/0026-moments-of-the-past.md,
--            tests/GraphBlog.Tests/Database/LockingTests.cs, ClockTests.cs

set local role gb_owner;

-- session_user and not current_user: a function that runs with its owner's rights does not make its caller the owner. Without a SET
-- clause it is inlined, and the setting, which is hardly ever there, is looked at first.
create or replace function app.clock() returns timestamptz language sql volatile
  return case when nullif(current_setting('app.clock', true), '') is null or not pg_has_role(session_user, 'gb_owner', 'member') then clock_timestamp()
              else least(current_setting('app.clock', true)::timestamptz, clock_timestamp()) end;
grant execute on function app.clock() to public;

-- What this transaction writes from here on was done at that moment. For the owner; for anybody else it would do nothing.
create or replace function app.write_at(p_moment timestamptz) returns text language sql
  return set_config('app.clock', p_moment::text, true);

-- A record in the trash is not edited, but it may get another author: who takes over what somebody wrote takes over all of it.
create or replace function app.is_handed_over(p_old jsonb, p_new jsonb) returns boolean language sql immutable parallel safe
  return p_old->'author_id' is distinct from p_new->'author_id'
     and p_old - '{author_id,deleted_at,deleted_by}'::text[] = p_new - '{author_id,deleted_at,deleted_by}'::text[];
grant execute on function app.is_handed_over(jsonb, jsonb) to public;

create or replace function app.stamp() returns trigger language plpgsql as $$
declare
  actor bigint := app.usr();
  ts timestamptz := app.clock();
  is_aside boolean;
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
  is_aside := old.deleted_at is not null and new.deleted_at is not null;
  if is_aside then
    if not app.is_handed_over(to_jsonb(old), to_jsonb(new)) then
      raise exception 'the record is in the trash; restore it first' using errcode = 'GB004';
    end if;
  end if;
  new.created_at := old.created_at;
  new.created_by := old.created_by;
  new.version := old.version + 1;
  new.updated_at := greatest(ts, old.updated_at + interval '1 microsecond');      -- grows even if the clock steps back
  new.updated_by := coalesce(actor, old.updated_by);
  if is_aside then
    new.deleted_at := old.deleted_at;      -- it went when it went
    new.deleted_by := old.deleted_by;
  elsif new.deleted_at is null then
    new.deleted_by := null;
  else
    new.deleted_at := new.updated_at;      -- never what the caller says
    new.deleted_by := new.updated_by;
  end if;
  return new;
end $$;

create or replace function app.refuse() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% is not allowed', tg_op, tg_table_schema, tg_table_name using errcode = 'GB005';
end $$;

reset role;

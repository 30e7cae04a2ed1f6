-- 1060_idempotency.sql
-- Purpose:   a retry never doubles: a key is written in the transaction of the mutation it names, and found again for 24 hours.
-- Invariant: one row for a key of a user; it exists if and only if the mutation was committed. What the mutation did is not
--            written twice: the log's entries of the same transaction say it.
-- Read with: src/GraphApi/Idempotency, tests/GraphBlog.Tests/Api/IdempotencyTests.cs

set local role gb_owner;

create table app.idempotency_keys (
  org_id       bigint not null references blog.organisations (org_id),
  user_id      bigint not null,
  key          text not null check (char_length(key) between 1 and 200),
  fingerprint  bytea not null,                               -- SHA-256 of the mutation's name and input
  tx           xid8 not null default pg_current_xact_id(),
  used_at      timestamptz not null default now(),
  primary key (org_id, user_id, key)
);
select app.isolate('app.idempotency_keys');
create policy own_keys on app.idempotency_keys as restrictive for all to gb_app using (user_id = app.usr()) with check (user_id = app.usr());
create policy expired on app.idempotency_keys for all to gb_retention using (used_at < now() - interval '24 hours') with check (false);
grant select, insert (org_id, user_id, key, fingerprint), update (fingerprint, tx, used_at) on app.idempotency_keys to gb_app;
grant select, delete on app.idempotency_keys to gb_retention;
grant create on schema app to gb_retention;

-- Takes a key for this transaction, with which it goes if that fails: both answers are null. Else the transaction that has used it,
-- and whether its fingerprint is the same; when that transaction still ran, its end was waited for. An old key is as good as none.
create function app.take_key(p_key text, p_fingerprint bytea, out used_in xid8, out is_same boolean)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into app.idempotency_keys as k (org_id, user_id, key, fingerprint) values (app.org(), app.usr(), p_key, p_fingerprint)
  on conflict (org_id, user_id, key) do update set fingerprint = excluded.fingerprint, tx = pg_current_xact_id(), used_at = now()
   where k.used_at < now() - interval '24 hours';
  if not found then
    select k.tx, k.fingerprint = p_fingerprint into used_in, is_same
      from app.idempotency_keys k where k.org_id = app.org() and k.user_id = app.usr() and k.key = p_key;
  end if;
end $$;
grant execute on function app.take_key(text, bytea) to gb_app;
reset role;

do $$
begin
  if (select rolsuper from pg_roles where rolname = current_user) then      -- what 0110_hardening.sql took from PUBLIC
    grant usage on language plpgsql to gb_retention;
  end if;
end $$;
alter default privileges for role gb_retention revoke execute on functions from public;
set local role gb_retention;
-- Old keys; the server itself calls it every day. The policy is the guard.
create function app.forget_keys() returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  n bigint;
begin
  delete from app.idempotency_keys;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function app.forget_keys() to gb_app;
reset role;
revoke create on schema app from gb_retention;

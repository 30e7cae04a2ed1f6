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

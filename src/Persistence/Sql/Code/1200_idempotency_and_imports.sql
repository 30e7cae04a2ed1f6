-- 1200_idempotency_and_imports.sql
-- Purpose:   a retry never doubles: a key is written in the transaction of the mutation it names, and found again for 24 hours. And an
--            import knows which file a post came from and what that file said.
-- Invariant: one row for a key of a user; it exists if and only if the mutation was committed. What the mutation did is not
--            written twice: the log's entries of the same transaction say it.
-- Read with: src/GraphApi/Idempotency, tests/GraphBlog.Tests/Api/IdempotencyTests.cs, src/GraphApi/Import,
--            docs/decisions/0010-idempotency.md, 0014-imports-keep-what-the-file-said.md

set local role gb_owner;

alter table app.idempotency_keys alter column epoch set default app.epoch();
drop policy if exists own_keys on app.idempotency_keys;
create policy own_keys on app.idempotency_keys as restrictive for all to gb_app using (user_id = app.usr()) with check (user_id = app.usr());
drop policy if exists expired on app.idempotency_keys;
create policy expired on app.idempotency_keys for all to gb_retention using (used_at < now() - interval '24 hours') with check (false);
grant select, insert (org_id, user_id, key, fingerprint), update (fingerprint, tx, used_at, epoch) on app.idempotency_keys to gb_app;
grant select, delete on app.idempotency_keys to gb_retention;

-- Takes a key for this transaction, with which it goes if that fails: all answers are null. Else the transaction that has used it,
-- with the ids between which the entries of its epoch lie, and whether its fingerprint is the same; when that transaction still ran,
-- its end was waited for. An old key is as good as none.
create or replace function app.take_key(p_key text, p_fingerprint bytea, out used_in xid8, out is_same boolean, out above_entry bigint, out up_to_entry bigint)
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  used_epoch integer;
begin
  if not app.in_epoch() then
    raise exception 'this database was restored or copied, and `migrate` has not run since' using errcode = 'GB011';
  end if;
  insert into app.idempotency_keys as k (org_id, user_id, key, fingerprint) values (app.org(), app.usr(), p_key, p_fingerprint)
  on conflict (org_id, user_id, key) do update
    set fingerprint = excluded.fingerprint, tx = pg_current_xact_id(), epoch = app.epoch(), used_at = now()
   where k.used_at < now() - interval '24 hours';
  if not found then
    select k.tx, k.fingerprint = p_fingerprint, k.epoch into used_in, is_same, used_epoch
      from app.idempotency_keys k where k.org_id = app.org() and k.user_id = app.usr() and k.key = p_key;
    above_entry := coalesce((select e.above_entry from app.epochs e where e.epoch = used_epoch), 0);
    up_to_entry := coalesce((select e.above_entry from app.epochs e where e.epoch = used_epoch + 1), 9223372036854775807);
  end if;
end $$;
grant execute on function app.take_key(text, bytea) to gb_app;

grant create on schema app to gb_retention;
set local role gb_retention;
-- Old keys; the server itself calls it every day. The policy is the guard.
create or replace function app.forget_keys() returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  n bigint;
begin
  delete from app.idempotency_keys;
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function app.forget_keys() to gb_app;
set local role gb_owner;
revoke create on schema app from gb_retention;

grant select, insert (org_id, source, path, post_id, post_version, base), update (path, post_id, post_version, base, imported_at) on app.imports to gb_app;

reset role;

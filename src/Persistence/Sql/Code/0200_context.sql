-- 0200_context.sql
-- Purpose:   who is asking, for what, and what they may do, as every policy and trigger reads it.
-- Invariant: the context lives in one transaction, set by set_config(name, value, true) with bound values
--            (SET LOCAL takes no parameters). A session-level SET would survive in a connection pool. Nothing said means the least.
-- Read with: src/Persistence/Tenancy/TenantInterceptor.cs, the only place that sets it

set local role gb_owner;

-- SQL-standard bodies bind their names when created, so a caller's search_path cannot rebind them; without a SET clause
-- they are inlined into the policy and become index conditions. After the transaction the settings read '' and not null:
-- both mean no context, and no context means no rows.
create or replace function app.org() returns bigint language sql stable parallel safe
  return nullif(current_setting('app.current_org_id', true), '')::bigint;
create or replace function app.usr() returns bigint language sql stable parallel safe
  return nullif(current_setting('app.current_user_id', true), '')::bigint;
create or replace function app.request_id() returns text language sql stable parallel safe
  return left(nullif(current_setting('app.request_id', true), ''), 64);

create or replace function app.is_editor() returns boolean language sql stable parallel safe
  return current_setting('app.current_role', true) in ('EDITOR', 'ADMIN');
create or replace function app.is_admin() returns boolean language sql stable parallel safe
  return current_setting('app.current_role', true) = 'ADMIN';
-- Who acts, when it is not a person for themselves. A program that acts for a person has its own user in app.usr() and the person here.
create or replace function app.on_behalf_of() returns bigint language sql stable parallel safe
  return nullif(current_setting('app.on_behalf_of', true), '')::bigint;
-- MIGRATION is who owns the database and acts for nobody; no setting says it. SYSTEM is the database's own upkeep, which acts for nobody either.
create or replace function app.actor_kind() returns text language sql stable
  return case when current_setting('app.actor_kind', true) in ('SERVICE', 'IMPORT') then current_setting('app.actor_kind', true)
              when app.usr() is null and current_setting('app.actor_kind', true) = 'SYSTEM' then 'SYSTEM'
              when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then 'MIGRATION'
              else 'USER' end;
-- False when this transaction is for drafts alone: whatever its role, it changes nothing that readers see (0850_drafts.sql).
create or replace function app.may_publish() returns boolean language sql stable parallel safe
  return current_setting('app.scope', true) is distinct from 'write:drafts';
-- Whose records are one's own, if the role may write at all: a reader owns nothing, not even what they wrote before they became one. A
-- program has those of the person for whom it acts.
create or replace function app.writer() returns bigint language sql stable parallel safe
  return case when current_setting('app.current_role', true) in ('AUTHOR', 'EDITOR', 'ADMIN') then coalesce(app.on_behalf_of(), app.usr()) end;

-- W3C Trace Context, section 3.2.2.3: 32 hexadecimal digits
create or replace function app.trace_id() returns text language sql stable parallel safe
  return left(nullif(current_setting('app.trace_id', true), ''), 32);
-- the version whose content this transaction brings back
create or replace function app.reverts_to() returns integer language sql stable parallel safe
  return nullif(current_setting('app.reverts_to', true), '')::integer;

grant execute on function app.org(), app.usr(), app.request_id(), app.is_editor(), app.is_admin(), app.writer(), app.trace_id(),
  app.reverts_to(), app.on_behalf_of(), app.actor_kind(), app.may_publish() to public;

reset role;

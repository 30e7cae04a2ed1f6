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
-- The user, if the role may write at all: a reader owns nothing, not even what they wrote before they became one.
create or replace function app.writer() returns bigint language sql stable parallel safe
  return case when current_setting('app.current_role', true) in ('AUTHOR', 'EDITOR', 'ADMIN') then app.usr() end;

-- W3C Trace Context, section 3.2.2.3: 32 hexadecimal digits
create or replace function app.trace_id() returns text language sql stable parallel safe
  return left(nullif(current_setting('app.trace_id', true), ''), 32);
-- the version whose content this transaction brings back
create or replace function app.reverts_to() returns integer language sql stable parallel safe
  return nullif(current_setting('app.reverts_to', true), '')::integer;

grant execute on function app.org(), app.usr(), app.request_id(), app.is_editor(), app.is_admin(), app.writer(), app.trace_id(),
  app.reverts_to() to public;

reset role;

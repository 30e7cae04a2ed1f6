-- 1000_context.sql
-- Purpose:   what else a transaction says of itself: what the user may do, and which request it serves.
-- Invariant: as in 0200_context.sql: for one transaction, set by set_config(name, value, true). Nothing said means the least.
-- Read with: src/Persistence/Tenancy/TenantInterceptor.cs, 1040_row_rules.sql

set local role gb_owner;

create function app.is_editor() returns boolean language sql stable parallel safe
  return current_setting('app.current_role', true) in ('EDITOR', 'ADMIN');
create function app.is_admin() returns boolean language sql stable parallel safe
  return current_setting('app.current_role', true) = 'ADMIN';
-- The user, if the role may write at all: a reader owns nothing, not even what they wrote before they became one.
create function app.writer() returns bigint language sql stable parallel safe
  return case when current_setting('app.current_role', true) in ('AUTHOR', 'EDITOR', 'ADMIN') then app.usr() end;

-- W3C Trace Context, section 3.2.2.3: 32 hexadecimal digits
create function app.trace_id() returns text language sql stable parallel safe
  return left(nullif(current_setting('app.trace_id', true), ''), 32);
-- the version whose content this transaction brings back
create function app.reverts_to() returns integer language sql stable parallel safe
  return nullif(current_setting('app.reverts_to', true), '')::integer;
grant execute on function app.is_editor(), app.is_admin(), app.writer(), app.trace_id(), app.reverts_to() to public;

reset role;

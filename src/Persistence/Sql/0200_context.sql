-- 0200_context.sql
-- Purpose:   who is asking, as every policy and trigger reads it.
-- Invariant: the context lives in one transaction, set by set_config(name, value, true) with bound values
--            (SET LOCAL takes no parameters). A session-level SET would survive in a connection pool.
-- Read with: src/Persistence/Tenancy/TenantInterceptor.cs, the only place that sets it

set local role gb_owner;

-- SQL-standard bodies bind their names when created, so a caller's search_path cannot rebind them; without a SET clause
-- they are inlined into the policy and become index conditions. After the transaction the settings read '' and not null:
-- both mean no context, and no context means no rows.
create function app.org() returns bigint language sql stable parallel safe
  return nullif(current_setting('app.current_org_id', true), '')::bigint;
create function app.usr() returns bigint language sql stable parallel safe
  return nullif(current_setting('app.current_user_id', true), '')::bigint;
create function app.request_id() returns text language sql stable parallel safe
  return left(nullif(current_setting('app.request_id', true), ''), 64);
grant execute on function app.org(), app.usr(), app.request_id() to public;

reset role;

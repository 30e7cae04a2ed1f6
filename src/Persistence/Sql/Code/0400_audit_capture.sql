-- 0400_audit_capture.sql
-- Purpose:   an entry for every change, written by a trigger in the changed record's transaction, and never touched again.
-- Invariant: gb_audit_writer may insert and do nothing else; nobody may update, and nobody delete but the upkeep what is past its time. A column of type tsvector or app.derived_integer
--            is derived, so it is neither content nor history.
-- Read with: Schema/0500_audit_log.sql, Code/0700_protect.sql (which makes the functions), src/Persistence/Audit/AuditEntry.cs,
--            tests/GraphBlog.Tests/Database/AuditTests.cs

set local role gb_owner;

-- Defaults, so that the capture functions need not know of them.
alter table audit.audit_log alter column trace_id set default app.trace_id();
alter table audit.audit_log alter column reverts_to set default app.reverts_to();
alter table audit.audit_log alter column actor_kind set default app.actor_kind();
alter table audit.audit_log alter column on_behalf_of set default app.on_behalf_of();

-- What the policy of gb_retention says (1310_upkeep.sql) is said here once more: a policy does not bind a superuser, nor a wrong policy itself.
create or replace function audit.append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_user = 'gb_retention' and old.changed_at < audit.past_before(old.org_id) then
    return old;
  end if;
  raise exception '% on %.% is not allowed', tg_op, tg_table_schema, tg_table_name using errcode = 'GB005';
end $$;
create or replace trigger a_append_only before update or delete on audit.audit_log for each row execute function audit.append_only();
create or replace trigger a_no_truncate before truncate on audit.audit_log for each statement execute function app.refuse();
grant insert on audit.audit_log to gb_audit_writer;
drop policy if exists capture on audit.audit_log;
create policy capture on audit.audit_log for insert to gb_audit_writer with check (true);

create or replace function app.derived_columns(p_table regclass) returns text[] language sql stable set search_path = pg_catalog, pg_temp
  return (select coalesce(array_agg(attname::text order by attnum), '{}') from pg_attribute
           where attrelid = p_table and attnum > 0 and not attisdropped and atttypid in ('tsvector'::regtype, 'app.derived_integer'::regtype));
grant execute on function app.derived_columns(regclass) to gb_app, gb_retention;

-- What a change is called, by what it wrote. A schedule that has come due makes its version the live one, and is nobody's publishing.
create or replace function audit.action_of(p_old jsonb, p_new jsonb) returns text language sql immutable parallel safe
  return case when p_new is null and p_old is null then 'PURGE'
              when p_old is null then 'CREATE'
              when p_old->>'deleted_at' is null and p_new->>'deleted_at' is not null then 'TRASH'
              when p_old->>'deleted_at' is not null and p_new->>'deleted_at' is null then 'RESTORE'
              when p_new->>'live_version' is not null and p_new->'live_version' is distinct from p_old->'scheduled_version'
                or p_new->>'scheduled_version' is not null then 'PUBLISH'
              when p_old->>'live_version' is not null and p_new->>'live_version' is null
                or p_old->>'scheduled_version' is not null and p_new->>'scheduled_version' is null and not p_new ? 'live_version' then 'UNPUBLISH'
              else 'UPDATE' end;
grant execute on function audit.action_of(jsonb, jsonb) to gb_audit_writer;

-- The capture function of one table: straight-line IFs generated from the catalogue, two to three times as fast as a loop
-- over jsonb_each, and an update stores 99 bytes where the whole rows would take 3.9 kB.
-- The actor comes from the stamped row: the setting could be changed between the stamp and this trigger by a function
-- called in the statement's RETURNING. Of what the upkeep changes there is none: its trigger has an argument (0700_protect.sql).
create or replace function audit.capture_source(p_table regclass) returns text language sql stable set search_path = pg_catalog, pg_temp
  return format($source$
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = 'UPDATE' then
    o := '{}'; n := '{}';
%s
    act := %4$s;
    actor := case when tg_nargs > 0 or app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data, previous_by, previous_at)
    values (new.org_id, new.updated_at, %2$L, new.id, new.version, act, actor, app.request_id(), o, n, old.updated_by, old.updated_at);
  elsif tg_op = 'INSERT' then
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, %2$L, new.id, new.version, 'CREATE', actor, app.request_id(), to_jsonb(new) - %3$L::text[]);
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, previous_by, previous_at)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval '1 microsecond'), %2$L, old.id, old.version + 1,
            'PURGE', app.usr(), app.request_id(), old.updated_by, old.updated_at);
  end if;
  return null;
end $source$,
    (select string_agg(format($line$    if %2$s then o := o || jsonb_build_object(%1$L, old.%1$I); n := n || jsonb_build_object(%1$L, new.%1$I); end if;$line$, attname,
                                    -- 1.0 equals 1 in jsonb, and is another text
                                    format(case atttypid when 'jsonb'::regtype then 'row(new.%1$I)::record operator(pg_catalog.*<>) row(old.%1$I)::record'
                                                else 'new.%1$I is distinct from old.%1$I' end, attname)), E'\n' order by attnum)
       from pg_attribute
      where attrelid = p_table and attnum > 0 and not attisdropped and attname <> all (app.derived_columns(p_table))
        and attname not in ('org_id', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by')),      -- columns of the entry itself
    (select regexp_replace(relname, '_all$', '') from pg_class where oid = p_table),
    app.derived_columns(p_table),
    -- most changes are updates, and to see that costs less than to ask
    format('case when o ?| %L then audit.action_of(o, n) else ''UPDATE'' end', array(
      select attname from pg_attribute where attrelid = p_table and attname in ('deleted_at', 'live_version', 'scheduled_version') order by attnum)));
grant execute on function audit.capture_source(regclass) to gb_app, gb_retention;

reset role;

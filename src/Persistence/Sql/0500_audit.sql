-- 0500_audit.sql
-- Purpose:   who changed what and when, for every record, whoever made the change.
-- Invariant: one entry per version of a record, written in the transaction of the change; entries are never changed or
--            deleted, except that whole months are dropped when retention has passed (0800_retention.sql).
-- Read with: src/Persistence/Audit/AuditEntry.cs, tests/GraphBlog.Tests/Database/AuditTests.cs

set local role gb_owner;

create table audit.audit_log (
  org_id      bigint not null,
  changed_at  timestamptz not null,
  id          bigint generated always as identity,
  table_name  text not null,
  record_id   bigint not null,
  version     integer not null,
  action      text not null check (action in ('CREATE', 'UPDATE', 'TRASH', 'RESTORE', 'PURGE')),
  changed_by  bigint,                                       -- no foreign key: the log outlives the user
  request_id  text,
  db_role     name not null default session_user,
  tx          xid8 not null default pg_current_xact_id(),   -- orders a change feed by commit
  old_data    jsonb,                                        -- changed columns only; null for CREATE and PURGE
  new_data    jsonb,                                        -- changed columns only; the whole row for CREATE; null for PURGE
  primary key (org_id, changed_at, id)
) partition by range (changed_at);
create index audit_record on audit.audit_log (org_id, table_name, record_id, version desc);
-- a month nobody created must never stop a write: its entries land here, and app.lint() complains before it comes to that
create table audit.audit_log_default partition of audit.audit_log default;
alter table audit.audit_log_default enable row level security;
alter table audit.audit_log_default force row level security;

create trigger a_append_only before update or delete on audit.audit_log for each row execute function app.refuse();
create trigger a_no_truncate before truncate on audit.audit_log for each statement execute function app.refuse();
-- row triggers reach the partitions by themselves, this one does not: each partition is given its own
create trigger a_no_truncate before truncate on audit.audit_log_default for each statement execute function app.refuse();
grant insert on audit.audit_log to gb_audit_writer;

-- The capture function of one table: straight-line IFs generated from the catalogue, two to three times as fast as a loop
-- over jsonb_each, and an update stores 99 bytes where the whole rows would take 3.9 kB.
-- The actor comes from the stamped row: the setting could be changed between the stamp and this trigger by a function
-- called in the statement's RETURNING.
create function audit.capture_source(p_table regclass) returns text language sql stable set search_path = pg_catalog, pg_temp
  return format($source$
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = 'UPDATE' then
    o := '{}'; n := '{}';
%s
    act := case when old.deleted_at is null and new.deleted_at is not null then 'TRASH'
                when old.deleted_at is not null and new.deleted_at is null then 'RESTORE'
                else 'UPDATE' end;
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data)
    values (new.org_id, new.updated_at, %2$L, new.id, new.version, act, actor, app.request_id(), o, n);
  elsif tg_op = 'INSERT' then
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, %2$L, new.id, new.version, 'CREATE', actor, app.request_id(), to_jsonb(new));
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval '1 microsecond'), %2$L, old.id, old.version + 1,
            'PURGE', app.usr(), app.request_id());
  end if;
  return null;
end $source$,
    (select string_agg(format($line$    if new.%1$I is distinct from old.%1$I then o := o || jsonb_build_object(%1$L, old.%1$I); n := n || jsonb_build_object(%1$L, new.%1$I); end if;$line$, attname), E'\n' order by attnum)
       from pg_attribute
      where attrelid = p_table and attnum > 0 and not attisdropped
        and attname not in ('org_id', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by')),      -- columns of the entry itself
    (select regexp_replace(relname, '_all$', '') from pg_class where oid = p_table));

reset role;

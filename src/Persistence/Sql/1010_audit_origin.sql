-- 1010_audit_origin.sql
-- Purpose:   an entry says which trace it belongs to and which version it brought back; the log is found by user, by request
--            and by transaction; whoever listens hears that there is something new.
-- Invariant: the announcement holds an organisation's id and nothing else, since anybody may LISTEN (PostgreSQL manual, NOTIFY).
-- Read with: src/Persistence/Audit/AuditEntry.cs, src/Persistence/Audit/ChangeFeed.cs

set local role gb_owner;

-- Defaults, so that the capture functions need not know of them.
alter table audit.audit_log add column trace_id text default app.trace_id();
alter table audit.audit_log add column reverts_to integer default app.reverts_to();

create index audit_user on audit.audit_log (org_id, changed_by, changed_at desc, id desc);
create index audit_request on audit.audit_log (org_id, request_id) where request_id is not null;
create index audit_tx on audit.audit_log (org_id, tx, id);

-- Once for each statement; PostgreSQL folds equal announcements of one transaction and sends them when it commits. NOTIFY and
-- not pg_notify(), which 0110_hardening.sql takes away from everybody. Retention works for no organisation: all must look.
create function audit.announce() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('notify graphblog, %L', coalesce(app.org()::text, '*'));
  return null;
end $$;
create trigger z_announce after insert on audit.audit_log for each statement execute function audit.announce();

reset role;

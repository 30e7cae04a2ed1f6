-- 0500_audit_log.sql
-- Purpose:   who changed what and when, for every record, whoever made the change; found by record, user, request and transaction.
-- Invariant: one entry per version of a record, written in the transaction of the change; entries are never changed or
--            deleted, except that whole months are dropped when retention has passed (Code/1300_retention.sql).
-- Read with: Code/0400_audit_capture.sql, src/Persistence/Audit/AuditEntry.cs, tests/GraphBlog.Tests/Database/AuditTests.cs

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
  trace_id    text,                                         -- the trace it belongs to; filled by default
  reverts_to  integer,                                      -- the version it brought back; filled by default
  primary key (org_id, changed_at, id)
) partition by range (changed_at);
create index audit_record on audit.audit_log (org_id, table_name, record_id, version desc);
create index audit_user on audit.audit_log (org_id, changed_by, changed_at desc, id desc);
create index audit_request on audit.audit_log (org_id, request_id) where request_id is not null;
create index audit_tx on audit.audit_log (org_id, tx, id);

-- a month nobody created must never stop a write: its entries land here, and app.lint() complains before it comes to that
create table audit.audit_log_default partition of audit.audit_log default;

reset role;

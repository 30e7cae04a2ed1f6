-- 0720_version_found.sql
-- Purpose:   an entry says whose version it changed, so that it can be compared with the one before it.
-- Read with: Code/0400_audit_capture.sql, Code/0650_contradictions.sql, docs/decisions/0032-doctor-folds-history.md

set local role gb_owner;

alter table audit.audit_log
  add column previous_by bigint,            -- who made the version that this one changed; both null for CREATE
  add column previous_at timestamptz;       -- and when; null also in entries from before this file

reset role;

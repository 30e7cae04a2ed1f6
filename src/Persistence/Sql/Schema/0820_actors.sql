-- 0820_actors.sql
-- Purpose:   an entry says what kind of actor made the change, and for whom a program made it.
-- Why so:    null is what entries from before this file have: then nobody asked. No check, for which an upgrade would read the whole log:
--            nobody writes entries but the capture functions, and what they write is app.actor_kind()'s.
-- Read with: Code/0200_context.sql, Code/0400_audit_capture.sql, docs/decisions/0041-actors.md

set local role gb_owner;

alter table audit.audit_log
  add column actor_kind   text,      -- USER, SERVICE, IMPORT or MIGRATION; filled by default
  add column on_behalf_of bigint;    -- the user for whom changed_by acted; filled by default, no foreign key: the log outlives the user

reset role;

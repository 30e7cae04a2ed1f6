-- 0800_retired.sql
-- Purpose:   app.protect() has one parameter more, for records that are put aside and stay in their table.
-- Read with: Code/0700_protect.sql, Code/1900_protected_tables.sql, docs/decisions/0040-undo.md

drop function if exists app.protect(regclass, text[], boolean, jsonb);

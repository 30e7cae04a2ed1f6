-- 0730_feed.sql
-- Purpose:   what the change feed needs to tell changes as a role saw them, and to know its own cursors again.
-- Read with: Code/1110_change_feed.sql, docs/decisions/0008-change-feed.md

set local role gb_owner;

-- The few entries that say a status or an author.
create index audit_standing on audit.audit_log (org_id, record_id, version)
 where table_name = 'posts' and new_data ?| '{status,author_id}';

-- Authenticates the cursors of an epoch (HMAC-SHA256), on whatever server. 244 random bits; app.moment() gives it to who serves.
alter table app.epochs add column cursor_key bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- Code makes them anew, with other columns.
drop function if exists audit.post_changes(pg_snapshot, pg_snapshot, bigint, integer);
drop function if exists app.moment();

reset role;

-- 0750_dropped_entries.sql
-- Purpose:   how far the audit log of each organisation was dropped, so that a cursor from before is refused and does not skip it.
-- Read with: Code/1110_change_feed.sql, Code/1300_retention.sql, docs/decisions/0008-change-feed.md

set local role gb_owner;

-- One row for an organisation, and none before the first drop. It stays when no entry is left.
create table app.dropped_entries (
  org_id       bigint primary key,                           -- no foreign key: the log outlives whom it is about
  epoch        integer not null,                             -- whose transactions up_to_tx counts
  up_to_tx     xid8 not null,                                -- the newest transaction of an entry that was dropped
  up_to_entry  bigint not null                               -- the highest id of one
);

-- Code makes it anew, with other columns.
drop function if exists app.moment();

reset role;

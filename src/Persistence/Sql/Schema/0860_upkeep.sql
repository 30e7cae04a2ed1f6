-- 0860_upkeep.sql
-- Purpose:   how long things are kept, organisation by organisation; who does the upkeep just now, and when it was last done.
-- Invariant: what goes for good is decided here and nowhere else, and the owner alone writes it: whoever serves may have it done, and not sooner.
-- Read with: Code/1300_retention.sql, Code/1310_upkeep.sql, docs/decisions/0044-upkeep.md

set local role gb_owner;

alter table blog.organisations
  add column trash_days integer constraint organisations_trash_days_check check (trash_days between 1 and 36500),
  add column audit_days integer constraint organisations_audit_days_check check (audit_days between 30 and 36500);

-- One row. What organisations have that say nothing themselves; audit_days is null in a database from before this file until `migrate` or
-- `maintain` has been told Retention__AuditDays, since nobody may lose years of a log by an upgrade.
create table app.upkeep (
  only_one       boolean primary key default true check (only_one),
  trash_days     integer not null default 30 check (trash_days between 1 and 36500),
  audit_days     integer check (audit_days between 30 and 36500),
  needs_archives boolean not null default false,             -- no entry goes that no archive has
  leader         uuid,                                       -- who does it now; null for nobody
  leads_until    timestamptz,                                -- unless it is heard of again
  ended_at       timestamptz not null default now()          -- when all of it was last done
);
insert into app.upkeep (audit_days) select case when not s.is_called then 365 end from blog.organisations_id_seq s;

-- What lies in files by now: an organisation's entries of a month, up to an id.
create table app.archives (
  org_id      bigint not null,                               -- no foreign key: an archive outlives whom it is about
  month       timestamptz not null,
  entries     bigint not null,
  last_entry  bigint not null,
  sha256      text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  archived_at timestamptz not null default now(),
  primary key (org_id, month)
);

-- Every entry of the organisation before that moment is gone, or going.
alter table app.dropped_entries add column before timestamptz;

create index posts_due on blog.posts_all (org_id, publish_at) where publish_at is not null;
create index comments_trash_newest on blog.comments_all (org_id, deleted_at) where deleted_at is not null;

-- Code has others.
drop function if exists audit.drop_oldest(interval);
drop function if exists audit.empty_default(interval);
drop function if exists audit.delete_from_default(timestamptz);
drop function if exists audit.note_dropped(timestamptz, timestamptz);
drop function if exists audit.kept_since();
drop function if exists app.purge_trash(integer);

reset role;

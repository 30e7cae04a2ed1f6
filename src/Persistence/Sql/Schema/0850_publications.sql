-- 0850_publications.sql
-- Purpose:   what readers see of a post is a version that was published; the post itself is its working copy, which goes on being edited.
-- Invariant: a row is one version of a post that is public, or will be from a moment on; of a post there are two at most. All is worked out
--            from the post by a trigger, and nobody else writes here; so it is neither content nor history.
-- Read with: Code/0910_publications.sql, docs/decisions/0039-publications.md

set local role gb_owner;

-- A column of this type is worked out from others: it is neither content nor history (Code/0400_audit_capture.sql).
create domain app.derived_integer as integer;

alter table blog.posts_all
  add column live_version integer,                            -- the version that readers see; null for none
  add column scheduled_version integer,                       -- the one they will see from publish_at on
  add column publish_at timestamptz,
  add column edited_version app.derived_integer not null default 1,      -- the version that last changed the content
  add constraint posts_all_schedule_check check ((scheduled_version is null) = (publish_at is null)),
  add constraint posts_all_live_check check ((status = 'PUBLISHED') = (live_version is not null)) not valid;

create table app.publications (
  org_id        bigint not null references blog.organisations (org_id),
  id            bigint not null,                              -- the post
  version       integer not null,
  author_id     bigint not null,
  title         text not null,
  slug          text not null,
  body          text not null,
  tags          text[] not null,
  metadata      jsonb not null,
  published_at  timestamptz not null,
  created_at    timestamptz not null,  created_by bigint not null,
  updated_at    timestamptz not null,  updated_by bigint not null,      -- as the version had them
  document      tsvector,
  live_from     timestamptz,                                  -- null: it is live already
  live_until    timestamptz,                                  -- null: until further notice
  deleted_at    timestamptz,                                  -- the post is in the trash
  primary key (org_id, id, version),
  foreign key (org_id, id) references blog.posts_all (org_id, id) on delete cascade,
  -- No address twice at the same moment, in an organisation. Ranges of one number, since GiST compares no plain ones by itself; of a slug its
  -- 64-bit hash, which PostgreSQL keeps the same from version to version, as partitions by hash depend on it.
  constraint publications_slug exclude using gist
    (int8range(org_id, org_id, '[]') with =, int8range(hashtextextended(slug, 0), hashtextextended(slug, 0), '[]') with =,
     tstzrange(live_from, live_until) with &&) where (deleted_at is null)
);
create index publications_newest on app.publications (org_id, created_at desc, id desc) where deleted_at is null;
create index publications_address on app.publications (org_id, slug) where deleted_at is null;
create index publications_document on app.publications using gin (document) where deleted_at is null;

-- What was published before working copies were: each post's last version. Nobody changed these posts, so no entry says so; and cursors of
-- before would skip what they have not told, since an edit of a published post was public then. The owner sees one organisation alone, so
-- its tables let it for a moment.
do $$
begin
  alter table blog.posts_all no force row level security;
  if exists (select from blog.posts_all) then
    alter table blog.posts_all disable trigger user;
    update blog.posts_all set live_version = case when status = 'PUBLISHED' then version end, edited_version = version;
    alter table blog.posts_all enable trigger user;
    insert into app.publications (org_id, id, version, author_id, title, slug, body, tags, metadata, published_at, created_at, created_by, updated_at, updated_by,
                                  document, deleted_at)
    select org_id, id, version, author_id, title, slug, body, tags, metadata, published_at, created_at, created_by, updated_at, updated_by, document, deleted_at
      from blog.posts_all where status = 'PUBLISHED';
    perform app.begin_epoch(p_restored => true);
  end if;
  alter table blog.posts_all force row level security;
end $$;
alter table blog.posts_all validate constraint posts_all_live_check;

alter table audit.audit_log drop constraint audit_log_action_check,
  add constraint audit_log_action_check check (action in ('CREATE', 'UPDATE', 'TRASH', 'RESTORE', 'PURGE', 'PUBLISH', 'UNPUBLISH'));

-- Code makes them anew, with other parameters or columns.
drop function if exists app.search_posts(text);
drop function if exists audit.post_changes(pg_snapshot, pg_snapshot, bigint, integer);

reset role;

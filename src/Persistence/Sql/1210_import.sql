-- 1210_import.sql
-- Purpose:   a post carries a site's own fields and the day it was published elsewhere; an import knows which file a post came from and
--            what that file said.
-- Invariant: a day of publication is never in the future, is changed by an editor only, and is never taken away; of what a file said
--            digests alone are kept, so that a purge leaves no content behind.
-- Read with: src/GraphApi/Import, docs/decisions/0014-imports-keep-what-the-file-said.md

set local role gb_owner;

alter table blog.posts_all add column metadata jsonb not null default '{}'
  constraint posts_all_metadata_check check (jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 65536);

-- published_at is the first time a post was published, here or where it lived before; a draft that is moved here may have it too.
create or replace function blog.first_published() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.published_at is distinct from old.published_at
     and (new.published_at is null or app.usr() is not null and not app.is_editor()) then
    raise exception 'published_at is changed by an editor, and never taken away' using errcode = 'GB003';
  end if;
  if new.status = 'PUBLISHED' and new.published_at is null then
    new.published_at := new.updated_at;      -- stamped just before: triggers run in the order of their names
  end if;
  if new.published_at > greatest(new.updated_at, clock_timestamp()) and (tg_op = 'INSERT' or new.published_at is distinct from old.published_at) then
    raise exception 'published_at is in the future' using errcode = 'GB003';
  end if;
  return new;
end $$;

-- Which post a file became. The row outlives the post: what was purged on purpose does not come back with the next import.
create table app.imports (
  org_id       bigint not null references blog.organisations (org_id),
  source       text not null check (char_length(source) <= 100),            -- one blog of several, as the person who imports calls it
  path         text not null check (char_length(path) between 1 and 1000),  -- the file's name in the folder
  post_id      bigint not null,                                             -- no foreign key, see above
  post_version integer,                                                     -- of the post when it said what the file says; null when it does not
  base         jsonb not null,                                              -- by field the digest of what the file said
  imported_at  timestamptz not null default now(),
  primary key (org_id, source, path)
);
select app.isolate('app.imports');
grant select, insert (org_id, source, path, post_id, post_version, base), update (path, post_id, post_version, base, imported_at) on app.imports to gb_app;

reset role;

select app.protect('blog.posts_all', p_fixed => '{author_id}');

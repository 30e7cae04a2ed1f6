-- 0910_publications.sql
-- Purpose:   a post is its working copy; what readers see of it is a version that was published (app.publications), now or from a moment on.
-- How:       whoever writes the post says it with the post's own columns, in psql as in the API:
--              status = 'PUBLISHED'                                publishes the version that this statement makes; so does naming it again
--              any other status                                    takes the live version away
--              live_version = version                              publishes the version at hand, as it is
--              scheduled_version = version, publish_at = ...       has it become live at that moment, by the policy alone
--              live_version, scheduled_version, publish_at = null  takes away what is live, and what would be
--            A statement that names none of these leaves readers with what they see. (A trigger of columns fires for those that a statement
--            names, whether it changes them or not: PostgreSQL's manual, CREATE TRIGGER.)
-- Invariant: what is live is exactly what the version said; a later edit does not slip in. A schedule that came due is written into the post
--            by the next statement that changes it; until then the views say so.
-- Read with: Schema/0850_publications.sql, 0800_row_rules.sql, docs/decisions/0039-publications.md, tests/GraphBlog.Tests/Database/PublicationTests.cs

set local role gb_owner;

-- Whether two states of a post say the same word for word to readers; which columns that is, the catalogue says (0500_revisions.sql). As
-- text, since 1.0 equals 1 in jsonb and is another text.
create or replace function blog.says_the_same(p_one blog.posts_all, p_other blog.posts_all) returns boolean language sql stable set search_path = pg_catalog, pg_temp
  return blog.published(to_jsonb(p_one))::text = blog.published(to_jsonb(p_other))::text;
grant execute on function blog.says_the_same(blog.posts_all, blog.posts_all) to gb_app;

-- A post whose schedule has come due, as it is since then.
create or replace function blog.settled(p_post blog.posts_all) returns blog.posts_all language plpgsql stable as $$
begin
  if p_post.publish_at <= now() then
    p_post.status := 'PUBLISHED';
    p_post.live_version := p_post.scheduled_version;
    p_post.published_at := coalesce(p_post.published_at, p_post.publish_at);
    p_post.scheduled_version := null;
    p_post.publish_at := null;
  end if;
  return p_post;
end $$;
grant execute on function blog.settled(blog.posts_all) to gb_app;

create or replace function blog.publish_new() returns trigger language plpgsql as $$
begin
  new.live_version := case when new.status = 'PUBLISHED' then 1 end;
  new.scheduled_version := null;
  new.publish_at := null;
  return new;
end $$;

-- The statement names a status.
create or replace function blog.publish_by_status() returns trigger language plpgsql as $$
declare
  was blog.posts_all := blog.settled(old);
begin
  new.live_version := was.live_version;
  new.scheduled_version := was.scheduled_version;
  new.publish_at := was.publish_at;
  if new.status = 'PUBLISHED' then
    -- what brings an old version back publishes it where the status comes back with it, and else leaves readers alone
    if was.status <> 'PUBLISHED'
       or app.reverts_to() is null and (old.edited_version > was.live_version or not blog.says_the_same(new, old)) then
      new.live_version := old.version + 1;
      new.scheduled_version := null;
      new.publish_at := null;
    end if;
  elsif was.status = 'PUBLISHED' or new.status = 'ARCHIVED' then
    new.live_version := null;
    new.scheduled_version := null;
    new.publish_at := null;
  end if;
  return new;
end $$;

-- The statement names what is live, or will be.
create or replace function blog.publish_by_version() returns trigger language plpgsql as $$
declare
  was blog.posts_all := blog.settled(old);
begin
  if new.publish_at is distinct from old.publish_at and new.publish_at <= now() and new.scheduled_version = old.version then
    new.live_version := old.version;      -- a moment that has been is now
    new.publish_at := null;
  end if;
  if new.live_version is distinct from old.live_version and new.live_version is not null then
    if new.live_version <> old.version
       or not blog.says_the_same(new, old) then
      raise exception 'a statement publishes the version at hand, which is %, and does not change it', old.version using errcode = 'GB011';
    end if;
    new.status := 'PUBLISHED';
    new.scheduled_version := null;
    new.publish_at := null;
  elsif new.live_version is null and new.publish_at is null then
    new.status := case when was.status = 'PUBLISHED' then 'DRAFT' else new.status end;
    new.scheduled_version := null;
  else
    new.live_version := was.live_version;
    new.status := was.status;
    if new.publish_at is null then
      new.scheduled_version := null;
    elsif row (new.scheduled_version, new.publish_at) = row (old.scheduled_version, old.publish_at) then
      new.scheduled_version := was.scheduled_version;
      new.publish_at := was.publish_at;
    elsif new.scheduled_version is distinct from old.version then
      raise exception 'a statement schedules the version at hand, which is %', old.version using errcode = 'GB011';
    end if;
  end if;
  return new;
end $$;

-- The statement names nothing of all this, and a schedule may have come due.
create or replace function blog.publish_due() returns trigger language plpgsql as $$
declare
  was blog.posts_all := blog.settled(old);
begin
  new.live_version := was.live_version;
  new.scheduled_version := was.scheduled_version;
  new.publish_at := was.publish_at;
  new.status := was.status;
  return new;
end $$;

-- A post that comes back under another address cannot be live under its old one: readers get it as it is, unless that was never approved.
create or replace function blog.publish_restored() returns trigger language plpgsql as $$
begin
  new.live_version := case when old.edited_version <= old.live_version then old.version + 1 end;
  new.status := case when new.live_version is null then 'DRAFT' else 'PUBLISHED' end;
  new.scheduled_version := null;
  new.publish_at := null;
  return new;
end $$;

-- Before a_stamp by name, in this order: what comes to the same is a change of nothing.
create or replace trigger a_publish_new before insert on blog.posts_all for each row execute function blog.publish_new();
create or replace trigger a_publish_status before update of status on blog.posts_all for each row execute function blog.publish_by_status();
create or replace trigger a_publish_version before update of live_version, scheduled_version, publish_at on blog.posts_all for each row
  execute function blog.publish_by_version();
create or replace trigger a_publish_when_due before update on blog.posts_all for each row
  when (old.publish_at is not null and new.publish_at is not distinct from old.publish_at) execute function blog.publish_due();
create or replace trigger a_publish_with_slug before update of deleted_at on blog.posts_all for each row
  when (old.deleted_at is not null and new.deleted_at is null and new.slug is distinct from old.slug and old.live_version is not null)
  execute function blog.publish_restored();

-- Keeps app.publications what the post says. With the owner's rights, since nobody else may write there.
create or replace function blog.keep_publications() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_org text := current_setting('app.current_org_id', true);
  v     blog.posts_all;
begin
  perform set_config('app.current_org_id', new.org_id::text, true);      -- a superuser has none
  delete from app.publications p where p.org_id = new.org_id and p.id = new.id
     and p.version is distinct from new.live_version and p.version is distinct from new.scheduled_version;
  -- None has an address until all stand as they are to: the moments of two versions of a post move against each other.
  update app.publications p set deleted_at = 'infinity' where p.org_id = new.org_id and p.id = new.id;
  foreach v in array array[old, new] loop
    insert into app.publications
    select p.* from jsonb_populate_record(null::app.publications, to_jsonb(v) || jsonb_build_object(
             'published_at', coalesce(v.published_at, new.published_at, new.publish_at), 'deleted_at', 'infinity')) p
     where v.version in (new.live_version, new.scheduled_version)
        on conflict do nothing;
  end loop;
  update app.publications p
     set live_from = null, live_until = case when new.scheduled_version <> new.live_version then new.publish_at end, deleted_at = new.deleted_at,
         author_id = new.author_id
   where p.org_id = new.org_id and p.id = new.id and p.version = new.live_version;
  update app.publications p
     set live_from = new.publish_at, live_until = null, deleted_at = new.deleted_at, author_id = new.author_id
   where p.org_id = new.org_id and p.id = new.id and p.version = new.scheduled_version and p.version is distinct from new.live_version;
  perform set_config('app.current_org_id', coalesce(v_org, ''), true);
  return null;
end $$;
create or replace trigger p_publications_of_new after insert on blog.posts_all for each row
  when (new.live_version is not null) execute function blog.keep_publications();
create or replace trigger p_publications after update on blog.posts_all for each row
  when (old.live_version is distinct from new.live_version or old.scheduled_version is distinct from new.scheduled_version
     or old.publish_at is distinct from new.publish_at
     or (new.live_version is not null or new.scheduled_version is not null) and (old.deleted_at is distinct from new.deleted_at or old.author_id <> new.author_id))
  execute function blog.keep_publications();

-- Which version readers saw at a moment; null for none. Before there were working copies they saw each as soon as it was written: of such a
-- time the log does not say what was live, and a revision says it as the row does now.
create or replace function audit.live_at(p_id bigint, p_at timestamptz) returns integer language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when r.data->>'deleted_at' is not null then null
              when (r.data->>'publish_at')::timestamptz <= p_at then (r.data->>'scheduled_version')::integer
              when r.data->>'status' <> 'PUBLISHED' then null
              when (r.data->>'live_version')::integer <= r.version then (r.data->>'live_version')::integer
              else r.version end
    from audit.revision('blog.posts_all', p_id, audit.version_at('blog.posts_all', p_id, p_at)) r;
$$;
grant execute on function audit.live_at(bigint, timestamptz) to gb_app;

reset role;

-- 0900_posts.sql
-- Purpose:   the rules of a post that are no role's: its tags, and the day it was published; how texts are compared.
-- Why so:    .NET composes no letters without ICU, so the database does. PostgreSQL's normalize() takes 5 µs for a title of ASCII, which
--            needs none; nfc() is inlined, and takes 0.2 µs for that and 1 µs for one of other letters that are composed already.
-- Invariant: published_at is the first time a post was published, here or where it lived before; it stays when the post is archived or
--            goes back to draft. It is never in the future, is changed by an editor only, and is never taken away.
-- Read with: src/Persistence/Posts/Post.cs, src/GraphApi/Import

set local role gb_owner;

create or replace function blog.nfc(p_text text) returns text language sql immutable parallel safe
  return case when octet_length(p_text) = char_length(p_text) or p_text is nfc normalized then p_text else normalize(p_text, nfc) end;
grant execute on function blog.nfc(text) to public;

-- A tag that is composed in two ways is one tag, where it came first. ASCII is composed in one way alone.
create or replace function blog.distinct_tags() returns trigger language plpgsql as $$
begin
  new.tags := array(
    select t.tag
      from (select distinct on (blog.nfc(u.tag)) u.tag, u.place
              from unnest(new.tags) with ordinality as u (tag, place) order by blog.nfc(u.tag), u.place) t
     order by t.place);
  return new;
end $$;
-- before a_stamp by name: what becomes the same tags again is a change of nothing
create or replace trigger a_distinct_tags before insert or update of tags on blog.posts_all for each row
  when (cardinality(new.tags) > 1 and octet_length(array_to_string(new.tags, '')) > char_length(array_to_string(new.tags, '')))
  execute function blog.distinct_tags();

-- Every change of a post checks its tags; a query would be set up for it each time.
create or replace function blog.valid_tags(tags text[]) returns boolean language plpgsql immutable parallel safe as $$
declare
  tag text;
begin
  if cardinality(tags) > 20 then
    return false;
  end if;
  foreach tag in array tags loop
    if tag is null or char_length(tag) not between 1 and 50 then
      return false;
    end if;
  end loop;
  return true;
end $$;
grant execute on function blog.valid_tags(text[]) to public;
do $$
begin
  if not exists (select from pg_constraint where conrelid = 'blog.posts_all'::regclass and conname = 'posts_all_tags_check') then
    alter table blog.posts_all add constraint posts_all_tags_check check (blog.valid_tags(tags));
  end if;
end $$;

-- A draft that an import moves here may have the day it was published elsewhere, too.
create or replace function blog.first_published() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.published_at is distinct from old.published_at
     and (new.published_at is null or app.usr() is not null and not app.is_editor()) then
    raise exception 'published_at is changed by an editor, and never taken away' using errcode = 'GB003';
  end if;
  if new.status = 'PUBLISHED' and new.published_at is null then
    new.published_at := new.updated_at;      -- stamped just before: triggers run in the order of their names
    if tg_op = 'UPDATE' then
      new.published_at := coalesce((blog.settled(old)).published_at, new.published_at);
    end if;
  end if;
  if new.published_at > greatest(new.updated_at, clock_timestamp()) and (tg_op = 'INSERT' or new.published_at is distinct from old.published_at) then
    raise exception 'published_at is in the future' using errcode = 'GB003';
  end if;
  return new;
end $$;
-- after a_stamp by name: a change of nothing stays one
create or replace trigger b_first_published_new before insert on blog.posts_all for each row execute function blog.first_published();
create or replace trigger b_first_published before update on blog.posts_all for each row
  when (new.published_at is distinct from old.published_at or new.published_at is null and new.status = 'PUBLISHED')
  execute function blog.first_published();

reset role;

-- 1050_search.sql
-- Purpose:   full-text search in the posts of one organisation, with an index, under row-level security.
-- Why so:    `@@` is not leakproof, so behind a policy no index serves it. gb_finder's policy lets its two functions see every row;
--            they ask for the organisation and the role themselves and give away ids, ranks and slugs that are taken, nothing else.
-- Read with: tests/GraphBlog.Tests/Database/SearchTests.cs

set local role gb_owner;

-- The organisation is a word of every document: GIN intersects its posting list with those of the words, so a search touches no
-- other organisation's rows. The parser never makes a word with the character 1 in it, so no text and no query can pretend one.
-- A tsvector holds 1 MiB; the first 100,000 characters of a body fit whatever they are.
create function blog.post_document(p_org bigint, p_title text, p_tags text[], p_body text) returns tsvector language sql immutable parallel safe
  return setweight(to_tsvector('english'::regconfig, p_title), 'A')
      || setweight(to_tsvector('english'::regconfig, array_to_string(p_tags, ' ')), 'B')
      || to_tsvector('english'::regconfig, left(p_body, 100000))
      || array_to_tsvector(array[chr(1) || p_org]);
grant execute on function blog.post_document(bigint, text, text[], text) to public;

alter table blog.posts_all add column document tsvector;
create function blog.write_document() returns trigger language plpgsql as $$
begin
  new.document := blog.post_document(new.org_id, new.title, new.tags, new.body);
  return new;
end $$;
-- After a_stamp by name. A trigger and not a generated column, which would be worked out anew with every change of any column.
create trigger c_document_of_new before insert on blog.posts_all for each row execute function blog.write_document();
create trigger c_document before update on blog.posts_all for each row
  when (new.title is distinct from old.title or new.tags is distinct from old.tags or new.body is distinct from old.body)
  execute function blog.write_document();

-- The posts that were there before: derived, so neither a version nor an entry.
alter table blog.posts_all disable trigger user;
alter table blog.posts_all no force row level security;
update blog.posts_all set document = blog.post_document(org_id, title, tags, body);
alter table blog.posts_all force row level security;
alter table blog.posts_all enable trigger user;
reset role;
select app.protect('blog.posts_all', p_fixed => '{author_id}');
set local role gb_owner;

create index posts_document on blog.posts_all using gin (document) where deleted_at is null;
reset role;

do $$
begin
  if not exists (select from pg_roles where rolname = 'gb_finder') then
    create role gb_finder nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit;
  end if;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant gb_finder to %I', current_user);
  end if;
  if (select rolsuper from pg_roles where rolname = current_user) then      -- what 0110_hardening.sql took from PUBLIC
    grant usage on language sql to gb_finder;
  end if;
end $$;
grant usage on schema blog, app to gb_finder;
alter default privileges for role gb_finder revoke execute on functions from public;
set local role gb_owner;
create policy find on blog.posts_all for select to gb_finder using (true);
grant select (org_id, id, slug, status, author_id, deleted_at, document) on blog.posts_all to gb_finder;
grant create on schema app to gb_finder;
reset role;

set local role gb_finder;
-- Live posts that the viewer may read and that match a query as people type it ("quoted words", or, -not), with their rank.
create function app.search_posts(p_query text) returns table (id bigint, rank double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, ts_rank(p.document, q.words)::double precision
    from websearch_to_tsquery('english', p_query) as q (words)
    join blog.posts_all p on p.document @@ (q.words && (quote_literal(chr(1) || app.org()))::tsquery)      -- cast, not parsed: the parser would drop the mark

   where numnode(q.words) > 0 and p.org_id = app.org() and p.deleted_at is null and blog.may_read_post(p.status, p.author_id, null);
$$;
-- Which of these slugs a live post of the organisation has, whether the viewer may read it or not: the unique index would tell as much.
create function app.taken_slugs(p_slugs text[]) returns setof text
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.slug from blog.posts_all p where p.org_id = app.org() and p.slug = any (p_slugs) and p.deleted_at is null;
$$;
grant execute on function app.search_posts(text), app.taken_slugs(text[]) to gb_app;
reset role;
revoke create on schema app from gb_finder;

-- 1000_search.sql
-- Purpose:   full-text search in the posts of one organisation, with an index, under row-level security. It finds a word however its
--            letters are composed or accented, and no text makes PostgreSQL's parser slow or a write fail.
-- Why so:    `@@` is not leakproof, so behind a policy no index serves it. gb_finder's policy lets its two functions see every row;
--            they ask for the organisation and the role themselves and give away ids, ranks and slugs that are taken, nothing else.
--            The parser looks ahead, and begins anew where that was in vain: to the end of the text for a `<` that opens nothing, to the
--            end of the run for characters that might be a number, a host or an address. 52 kB of `<!--` take 3.7 s. So it gets no `<`
--            and no run longer than 64 characters: 100,000 characters of the worst take a tenth of a second.
-- Invariant: what is searched for is prepared as what is searched in, by the same function. Whoever changes that function has every
--            document made anew (docs/decisions/0035-schema-and-code.md).
-- Read with: docs/decisions/0017-text.md, tests/GraphBlog.Tests/Database/SearchTests.cs (which compares with a document made anew),
--            SearchableTextTests.cs

set local role gb_owner;

-- Runs are bounded before anything is composed: PostgreSQL sorts a run of combining marks by exchange. ASCII, most of what there is,
-- has no letters to compose. The marks that go are those of Latin, Greek and Cyrillic letters; of other scripts they are letters' parts.
-- In PL/pgSQL: one expression would be pulled apart and its parts made two or three times over, 0.9 ms for 10 kB of ASCII.
create or replace function blog.searchable(p_text text) returns text language plpgsql immutable parallel safe as $$
declare
  v_text text := translate(p_text, '<', ' ');
begin
  if octet_length(v_text) >= 64 then
    v_text := regexp_replace(v_text, '\S{64}', '\& ', 'g');
  end if;
  if octet_length(v_text) = char_length(v_text) then
    return v_text;
  end if;
  return normalize(regexp_replace(normalize(translate(v_text, 'øØłŁđĐħĦıŧŦ', 'oOlLdDhHitT'), nfd), '[\u0300-\u036f\u00ad]+', '', 'g'), nfc);
end $$;
grant execute on function blog.searchable(text) to public;

-- The words of a body. A document holds 1 MiB, title and tags included: a body whose words do not fit, or that the parser refuses for
-- whatever other reason, is found by the words it begins with, and at the worst by its title; it is saved all the same.
create or replace function blog.body_words(p_body text) returns tsvector language plpgsql immutable as $$
declare
  v_length integer := 100000;
  v_words  tsvector;
begin
  while v_length > 100 loop
    begin
      v_words := to_tsvector('english'::regconfig, blog.searchable(left(p_body, v_length)));
      if pg_column_size(v_words) < 1000000 then
        return v_words;
      end if;
    exception when others then      -- a cancelled or timed out statement is not among these
      null;
    end;
    v_length := v_length / 2;
  end loop;
  return '';
end $$;
grant execute on function blog.body_words(text) to public;

-- The organisation is a word of every document: GIN intersects its posting list with those of the words, so a search touches no
-- other organisation's rows. The parser never makes a word with the character 1 in it, so no text and no query can pretend one.
-- The body comes first: what comes later is moved behind, and would be moved again with every edit.
-- In PL/pgSQL, whose plan lasts as long as the session: a function in SQL that a trigger calls is parsed and planned in every transaction
-- anew, which was an eighth of what an edit of a title cost PostgreSQL.
create or replace function blog.post_document(p_org bigint, p_title text, p_tags text[], p_words tsvector) returns tsvector
  language plpgsql immutable parallel safe as $$
begin
  return p_words
      || setweight(to_tsvector('english'::regconfig, blog.searchable(p_title)), 'A')
      || setweight(to_tsvector('english'::regconfig, blog.searchable(array_to_string(p_tags, ' '))), 'B')
      || array_to_tsvector(array[chr(1) || p_org]);
end $$;
grant execute on function blog.post_document(bigint, text, text[], tsvector) to public;
create or replace function blog.post_document(p_org bigint, p_title text, p_tags text[], p_body text) returns tsvector
  language plpgsql immutable as $$
begin
  return blog.post_document(p_org, p_title, p_tags, blog.body_words(p_body));
end $$;
grant execute on function blog.post_document(bigint, text, text[], text) to public;

-- Which version it was that last changed the content (Schema/0850_publications.sql) is noted here too, since every such change comes by.
-- An edit of a title pays for the title, not for the words of a body that stays as it is: 740 µs of PostgreSQL's CPU instead of 1,175.
-- The words of the body are those of weight D in the document, so they can be taken from it (PostgreSQL manual, section 9.13, ts_filter).
create or replace function blog.write_document() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    new.edited_version := new.version;
  end if;
  if tg_op = 'UPDATE' and new.body = old.body then
    new.document := blog.post_document(new.org_id, new.title, new.tags, ts_filter(old.document, '{d}'));
  else
    new.document := blog.post_document(new.org_id, new.title, new.tags, new.body);
  end if;
  return new;
end $$;
-- After a_stamp by name. A trigger and not a generated column, which would be worked out anew with every change of any column.
create or replace trigger c_document_of_new before insert on blog.posts_all for each row execute function blog.write_document();
-- As text, since 1.0 equals 1 in jsonb and is another text; not as rows, whose casts pg_dump leaves out.
do $$
begin
  execute (select format('create or replace trigger c_document before update on blog.posts_all for each row when (%s) execute function blog.write_document()',
                         string_agg(case when atttypid = 'jsonb'::regtype then format('new.%1$I::text is distinct from old.%1$I::text', attname)
                                         else format('new.%1$I is distinct from old.%1$I', attname) end, ' or ' order by attnum))
             from pg_attribute where attrelid = 'blog.posts_all'::regclass and attname = any (blog.published_columns()) and not attisdropped);
end $$;

drop policy if exists find on blog.posts_all;
create policy find on blog.posts_all for select to gb_finder using (true);
grant select (org_id, id, slug, author_id, deleted_at, document) on blog.posts_all to gb_finder;
drop policy if exists find on app.publications;
create policy find on app.publications for select to gb_finder using (true);
grant select (org_id, id, slug, author_id, live_from, live_until, deleted_at, document) on app.publications to gb_finder;
grant create on schema app to gb_finder;
set local role gb_finder;

-- Posts that match a query as people type it ("quoted words", or, -not), with their rank: the working copies that the viewer may write and
-- the live versions of the others, or the live versions alone.
create or replace function app.search_posts(p_query text, p_live boolean default false) returns table (id bigint, rank double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with q as (      -- cast, not parsed: the parser would drop the mark
    select q.words, q.words && (quote_literal(chr(1) || app.org()))::tsquery as marked
      from websearch_to_tsquery('english', blog.searchable(left(p_query, 1000))) as q (words) where numnode(q.words) > 0)
  select p.id, ts_rank(p.document, q.words)::double precision
    from q join blog.posts_all p on p.document @@ q.marked
   where p.org_id = app.org() and p.deleted_at is null and not p_live and blog.may_edit_post(p.author_id)
  union all
  select l.id, ts_rank(l.document, q.words)::double precision
    from q join app.publications l on l.document @@ q.marked
   where l.org_id = app.org() and l.deleted_at is null and (l.live_from is null or l.live_from <= now()) and (l.live_until is null or l.live_until > now())
     and (p_live or blog.may_edit_post(l.author_id) is not true);
$$;

-- Which of these slugs a post of the organisation has that is not in the trash, or has for its readers, whether the viewer may read it or
-- not: the unique index would tell as much.
create or replace function app.taken_slugs(p_slugs text[]) returns setof text
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.slug from blog.posts_all p where p.org_id = app.org() and p.slug = any (p_slugs) and p.deleted_at is null
  union
  select l.slug from app.publications l where l.org_id = app.org() and l.slug = any (p_slugs) and l.deleted_at is null;
$$;

grant execute on function app.search_posts(text, boolean), app.taken_slugs(text[]) to gb_app;
set local role gb_owner;
revoke create on schema app from gb_finder;

reset role;

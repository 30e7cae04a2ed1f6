-- 1220_text.sql
-- Purpose:   search finds a word however its letters are composed or accented, and no text makes PostgreSQL's parser slow or a write fail.
-- Why so:    the parser looks ahead, and begins anew where that was in vain: to the end of the text for a `<` that opens nothing, to the
--            end of the run for characters that might be a number, a host or an address. 52 kB of `<!--` take 3.7 s. So it gets no `<`
--            and no run longer than 64 characters: 100,000 characters of the worst take a tenth of a second.
-- Invariant: what is searched for is prepared as what is searched in, by the same function.
-- Read with: 1120_cheap_edits.sql, docs/decisions/0017-text.md, tests/GraphBlog.Tests/Database/SearchTests.cs, SearchableTextTests.cs

set local role gb_owner;

-- Runs are bounded before anything is composed: PostgreSQL sorts a run of combining marks by exchange. ASCII, most of what there is,
-- has no letters to compose. The marks that go are those of Latin, Greek and Cyrillic letters; of other scripts they are letters' parts.
create function blog.searchable(p_text text) returns text language sql immutable parallel safe
  return (select case when octet_length(t) = char_length(t) then t
                      else normalize(regexp_replace(normalize(translate(t, 'øØłŁđĐħĦıŧŦ', 'oOlLdDhHitT'), nfd), '[\u0300-\u036f\u00ad]+', '', 'g'), nfc) end
            from (values (regexp_replace(translate(p_text, '<', ' '), '\S{64}', '\& ', 'g'))) v (t));
grant execute on function blog.searchable(text) to public;

-- The words of a body. A document holds 1 MiB, title and tags included: a body whose words do not fit, or that the parser refuses for
-- whatever other reason, is found by the words it begins with, and at the worst by its title; it is saved all the same.
create function blog.body_words(p_body text) returns tsvector language plpgsql immutable as $$
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

create or replace function blog.post_document(p_org bigint, p_title text, p_tags text[], p_words tsvector) returns tsvector language sql immutable parallel safe
  return p_words
      || setweight(to_tsvector('english'::regconfig, blog.searchable(p_title)), 'A')
      || setweight(to_tsvector('english'::regconfig, blog.searchable(array_to_string(p_tags, ' '))), 'B')
      || array_to_tsvector(array[chr(1) || p_org]);
create or replace function blog.post_document(p_org bigint, p_title text, p_tags text[], p_body text) returns tsvector language sql immutable
  return blog.post_document(p_org, p_title, p_tags, blog.body_words(p_body));

-- The posts that were there before: derived, so neither a version nor an entry.
alter table blog.posts_all disable trigger user;
alter table blog.posts_all no force row level security;
update blog.posts_all set document = blog.post_document(org_id, title, tags, body);
alter table blog.posts_all force row level security;
alter table blog.posts_all enable trigger user;

grant create on schema app to gb_finder;
reset role;

set local role gb_finder;
create or replace function app.search_posts(p_query text) returns table (id bigint, rank double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, ts_rank(p.document, q.words)::double precision
    from websearch_to_tsquery('english', blog.searchable(left(p_query, 1000))) as q (words)
    join blog.posts_all p on p.document @@ (q.words && (quote_literal(chr(1) || app.org()))::tsquery)      -- cast, not parsed: the parser would drop the mark
   where numnode(q.words) > 0 and p.org_id = app.org() and p.deleted_at is null and blog.may_read_post(p.status, p.author_id, null);
$$;
reset role;
set local role gb_owner;
revoke create on schema app from gb_finder;
reset role;

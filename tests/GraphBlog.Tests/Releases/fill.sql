-- fill.sql
-- Purpose:   a little of everything a database can hold, for the dump of a release that UpgradeTests brings to the present: posts with
--            their history over three months, comments, trash, a purge, a restore, a merge, a revert, an import's mark, a key.
-- Use:       run the release's program with `migrate` on a new database, then, as a superuser,
--              psql -v ON_ERROR_STOP=1 -f fill.sql <database>
--              pg_dump --inserts --rows-per-insert=50 <database> | grep -v '^\\' > <date of the release>.sql

-- the past, by the owner
set role gb_owner;
select audit.add_month('2026-09-01'), audit.add_month('2026-10-01');
begin;
select app.write_at('2026-09-02 08:00Z');
select app.create_organisation('acme', 'Acme Press', 'ada', 'Ada Lovelace');
insert into blog.users (org_id, handle, display_name, role) values (1, 'grace', 'Grace Hopper', 'EDITOR'), (1, 'linus', 'Linus Pauling', 'AUTHOR');
select app.create_organisation('globex', 'Globex Journal', 'margaret', 'Margaret Hamilton');
commit;

begin;
select app.write_at('2026-09-10 09:30Z'), set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '3', true),
       set_config('app.current_role', 'AUTHOR', true), set_config('app.request_id', 'first', true);
insert into blog.posts_all (org_id, author_id, title, slug, body, tags) values
  (1, 3, 'On bonds', 'on-bonds', E'Vitamins, and how they bend.\n\nNaïve, said everybody.', '{chemistry,vitamins}'),
  (1, 3, 'A draft', 'a-draft', 'Nothing yet.', '{}'),
  (1, 3, 'To be thrown away', 'to-be-thrown-away', 'Words.', '{}'),
  (1, 3, 'To be purged', 'to-be-purged', 'A secret.', '{}');
commit;
begin;
select app.write_at('2026-09-11 10:00Z'), set_config('app.current_org_id', '2', true), set_config('app.current_user_id', '4', true),
       set_config('app.current_role', 'ADMIN', true);
insert into blog.posts_all (org_id, author_id, title, slug, body, status) values (2, 4, 'On landing', 'on-landing', 'One thousand two hundred and two.', 'PUBLISHED');
commit;
begin;
select app.write_at('2026-10-05 12:00Z'), set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '2', true),
       set_config('app.current_role', 'EDITOR', true), set_config('app.trace_id', '4bf92f3577b34da6a3ce929d0e0e4736', true);
update blog.posts_all set title = 'On chemical bonds', status = 'PUBLISHED' where id = 1;
insert into blog.comments_all (org_id, author_id, post_id, body) values (1, 2, 1, 'Very good.'), (1, 2, 1, 'On second thoughts.');
update blog.comments_all set body = 'On third thoughts.' where id = 2;
commit;
reset role;

-- the present, as requests of the API
set session authorization gb_app;
begin;
select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '3', true), set_config('app.current_role', 'AUTHOR', true),
       set_config('app.request_id', 'with-key', true);
select * from app.take_key('fifth', '\x0102');
insert into blog.posts_all (org_id, author_id, title, slug, body, metadata) values (1, 3, 'Written once', 'written-once', 'However often it is sent.', '{"mood": "calm"}');
insert into app.imports (org_id, source, path, post_id, post_version, base) values (1, '', 'posts/on-bonds.md', 1, 2, '{"title": "9f86d081"}');
commit;
-- two who edit the same version: one the tags, one the body, which is merged
begin;
select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '3', true), set_config('app.current_role', 'AUTHOR', true);
update blog.posts_all set tags = '{chemistry}' where id = 1 and version = 2;
commit;
begin;
select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '2', true), set_config('app.current_role', 'EDITOR', true);
update blog.posts_all set body = 'Vitamins, and how they bend.' where id = 1 and version = 3;
commit;
begin;
select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '2', true), set_config('app.current_role', 'EDITOR', true),
       set_config('app.reverts_to', '1', true);
update blog.posts_all set title = 'On bonds' where id = 1 and version = 4;
commit;
begin;
select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '1', true), set_config('app.current_role', 'ADMIN', true);
update blog.posts_all set deleted_at = now() where id in (2, 3, 4);
update blog.posts_all set deleted_at = null where id = 2;
select app.purge('blog.posts_all', 4, 2);
update blog.comments_all set deleted_at = now() where id = 1;
update blog.users set display_name = 'Linus C. Pauling' where id = 3;
commit;
reset session authorization;

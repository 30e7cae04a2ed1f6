-- 1900_protected_tables.sql
-- Purpose:   the tables of this database, made safe by what all files before have prepared.
-- Invariant: a table of an organisation is in this list, or app.lint() names it. blog: app.protect(), all of it. The log and the small
--            tables have triggers and grants of their own; their tenant policy is the same as everywhere.

select app.protect('blog.organisations', p_read_only => true);
select app.protect('blog.users', p_fixed => '{handle}', p_retired => true);
select app.protect('blog.posts_all');
select app.protect('blog.comments_all', p_fixed => '{post_id,author_id}');
select app.protect('blog.user_subjects', p_fixed => '{issuer,subject}');

set local role gb_owner;
select app.isolate('audit.audit_log');
select app.isolate('app.idempotency_keys');
select app.isolate('app.imports');
select app.isolate('app.publications');
select app.isolate('app.dropped_entries');
select app.isolate('app.archives');
grant select on audit.audit_log, app.publications to gb_app;
reset role;

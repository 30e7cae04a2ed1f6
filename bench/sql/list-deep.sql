-- list-deep: 20 posts with author, creator, updater, and the latest two audit entries of each.
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
-- Run with -M prepared and PGOPTIONS="-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read", as the server has it.
-- The ids of the second statement come from the first; load.sql numbers an organisation's posts without a gap, newest last.
\set org random(1, 10)
\set usr :org * 10 - 9
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set limit 21
\set p0 :org * 1000
\set p1 :p0 - 1
\set p2 :p0 - 2
\set p3 :p0 - 3
\set p4 :p0 - 4
\set p5 :p0 - 5
\set p6 :p0 - 6
\set p7 :p0 - 7
\set p8 :p0 - 8
\set p9 :p0 - 9
\set p10 :p0 - 10
\set p11 :p0 - 11
\set p12 :p0 - 12
\set p13 :p0 - 13
\set p14 :p0 - 14
\set p15 :p0 - 15
\set p16 :p0 - 16
\set p17 :p0 - 17
\set p18 :p0 - 18
\set p19 :p0 - 19
\startpipeline
BEGIN ISOLATION LEVEL REPEATABLE READ;
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true), set_config('transaction_read_only', 'on', true);
SELECT u.display_name AS "DisplayName", u.id AS "Id", p0.created_at AS "CreatedAt", u0.display_name AS "DisplayName", u0.id AS "Id", p0.id AS "Id", p0.slug AS "Slug", p0.status AS "Status", p0.tags AS "Tags", p0.title AS "Title", p0.updated_at AS "UpdatedAt", u1.display_name AS "DisplayName", u1.id AS "Id", p0.version AS "Version"
	FROM (
	    SELECT p.org_id, p.id, p.author_id, p.created_at, p.created_by, p.slug, p.status, p.tags, p.title, p.updated_at, p.updated_by, p.version
	    FROM (select * from blog.posts_working) AS p
	    ORDER BY p.created_at DESC, p.id DESC
	    LIMIT :limit
	) AS p0
	INNER JOIN blog.users AS u ON p0.org_id = u.org_id AND p0.author_id = u.id
	INNER JOIN blog.users AS u0 ON p0.org_id = u0.org_id AND p0.created_by = u0.id
	INNER JOIN blog.users AS u1 ON p0.org_id = u1.org_id AND p0.updated_by = u1.id
	ORDER BY p0.created_at DESC, p0.id DESC;
SELECT s."Value"::bigint AS parent, a0."Action", a0."ChangedAt", a0."Id", a0."Version"
	FROM (
	    select unnest(array[:p0, :p1, :p2, :p3, :p4, :p5, :p6, :p7, :p8, :p9, :p10, :p11, :p12, :p13, :p14, :p15, :p16, :p17, :p18, :p19]::bigint[]) as "Value" 
	) AS s
	JOIN LATERAL (
	    SELECT a.action AS "Action", a.changed_at AS "ChangedAt", a.id AS "Id", a.version AS "Version"
	    FROM audit.audit_log AS a
	    WHERE a.table_name = 'posts' AND a.record_id >= s."Value" AND a.record_id <= s."Value"
	    ORDER BY a.version DESC
	    LIMIT 3
	) AS a0 ON TRUE;
ROLLBACK;
\endpipeline

-- list-deep: 20 posts with author, creator, updater, and the latest two audit entries of each.
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
-- Run with -M prepared and PGOPTIONS="-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read", as the server has it.
\set org random(1, 10)
\set usr :org * 10 - 9
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set limit 21
\set few 3
\startpipeline
set transaction_isolation = 'repeatable read';
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
SELECT u.display_name AS "DisplayName", u.id AS "Id", g0.created_at AS "CreatedAt", u0.display_name AS "DisplayName", u0.id AS "Id", g0.id AS "Id", g0.slug AS "Slug", g0.status AS "Status", g0.tags AS "Tags", g0.title AS "Title", g0.updated_at AS "UpdatedAt", u1.display_name AS "DisplayName", u1.id AS "Id", g0.version AS "Version"
	FROM (
	    SELECT g.id, g.author_id, g.created_at, g.created_by, g.slug, g.status, g.tags, g.title, g.updated_at, g.updated_by, g.version
	    FROM (
	        select * from blog.posts_working
	    ) AS g
	    ORDER BY g.created_at DESC, g.id DESC
	    LIMIT :limit
	) AS g0
	INNER JOIN blog.users AS u ON g0.author_id = u.id
	INNER JOIN blog.users AS u0 ON g0.created_by = u0.id
	INNER JOIN blog.users AS u1 ON g0.updated_by = u1.id
	ORDER BY g0.created_at DESC, g0.id DESC;
SELECT g0.id AS "Parent", a0."Action", a0."ChangedAt", a0."Id", a0."Version"
	FROM (
	    SELECT g.id, g.created_at
	    FROM (
	        select * from blog.posts_working
	    ) AS g
	    ORDER BY g.created_at DESC, g.id DESC
	    LIMIT :limit
	) AS g0
	JOIN LATERAL (
	    SELECT a.action AS "Action", a.changed_at AS "ChangedAt", a.id AS "Id", a.version AS "Version"
	    FROM audit.audit_log AS a
	    WHERE a.table_name = 'posts' AND a.record_id = g0.id
	    ORDER BY a.version DESC
	    LIMIT :few
	) AS a0 ON TRUE
	ORDER BY g0.created_at DESC, g0.id DESC;
\endpipeline

-- list: 20 posts with their authors' names.
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
-- Run with -M prepared and PGOPTIONS="-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read", as the server has it.
\set org random(1, 10)
\set usr :org * 10 - 9
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set limit 21
\startpipeline
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
SELECT u.display_name AS "DisplayName", u.id AS "Id", p0.created_at AS "CreatedAt", p0.id AS "Id", p0.slug AS "Slug", p0.status AS "Status", p0.tags AS "Tags", p0.title AS "Title", p0.updated_at AS "UpdatedAt", p0.version AS "Version"
	FROM (
	    SELECT p.id, p.author_id, p.created_at, p.slug, p.status, p.tags, p.title, p.updated_at, p.version
	    FROM (select * from blog.posts_working) AS p
	    ORDER BY p.created_at DESC, p.id DESC
	    LIMIT :limit
	) AS p0
	INNER JOIN blog.users AS u ON p0.author_id = u.id
	ORDER BY p0.created_at DESC, p0.id DESC;
\endpipeline

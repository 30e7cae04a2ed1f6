-- page-first: the newest nine posts.
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set limit 10
\startpipeline
select set_config('app.current_org_id', '1', true), set_config('app.current_user_id', '1', true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
SELECT u.display_name AS "DisplayName", u.id AS "Id", p0.created_at AS "CreatedAt", p0.id AS "Id", p0.slug AS "Slug", p0.status AS "Status", p0.title AS "Title", p0.version AS "Version"
	FROM (
	    SELECT p.id, p.author_id, p.created_at, p.slug, p.status, p.title, p.version
	    FROM (select * from blog.posts_working) AS p
	    ORDER BY p.created_at DESC, p.id DESC
	    LIMIT :limit
	) AS p0
	INNER JOIN blog.users AS u ON p0.author_id = u.id
	ORDER BY p0.created_at DESC, p0.id DESC;
\endpipeline

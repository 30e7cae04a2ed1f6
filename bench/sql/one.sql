-- one: a post with its latest five audit entries.
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
-- Run with -M prepared and PGOPTIONS="-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read", as the server has it.
\set org random(1, 10)
\set usr :org * 10 - 9
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set post random(:org * 1000 - 999, :org * 1000)
\set limit 6
\startpipeline
set transaction_isolation = 'repeatable read';
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
SELECT u.display_name AS "DisplayName", u.id AS "Id", p.body AS "Body", p.created_at AS "CreatedAt", p.id AS "Id", p.slug AS "Slug", p.status AS "Status", p.tags AS "Tags", p.title AS "Title", p.updated_at AS "UpdatedAt", p.version AS "Version"
	FROM (select * from blog.posts_working) AS p
	INNER JOIN blog.users AS u ON p.author_id = u.id
	WHERE p.id = :post;
SELECT a.action AS "Action", a.changed_at AS "ChangedAt", a.id AS "Id", a.new_data AS "NewData", a.old_data AS "OldData", a.version AS "Version"
	FROM audit.audit_log AS a
	WHERE a.table_name = 'posts' AND a.record_id = :post
	ORDER BY a.version DESC
	LIMIT :limit;
\endpipeline

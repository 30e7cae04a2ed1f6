-- conflict: the statements that explain an update at the version before the current one (-D version=), which the server knows to be past.
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
-- Run with -M prepared and PGOPTIONS="-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read", as the server has it.
\set org random(1, 10)
\set usr :org * 10 - 9
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set post random(:org * 1000 - 999, :org * 1000)
\set expected :version - 1
\set most 100
\startpipeline
set transaction_isolation = 'repeatable read';
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
SELECT g.author_id AS "AuthorId", g.deleted_at AS "DeletedAt", g.id AS "Id", g.updated_at AS "UpdatedAt", g.version AS "Version"
	FROM (
	    select * from blog.posts_any
	) AS g
	WHERE g.id = :post;
SELECT a.changed_at AS "ChangedAt", a.id AS "Id", a.version AS "Version"
	FROM audit.audit_log AS a
	WHERE a.table_name = 'posts' AND a.record_id = :post AND a.version > :expected
	ORDER BY a.version
	LIMIT :most;
\endpipeline

-- update: a title, at the right version. All posts start at -D version=; a client takes its own -D each= posts in turn (-D i=0).
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
-- Run with -M prepared and PGOPTIONS="-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read", as the server has it.
\set n :client_id * :each + :i % :each
\set org :n % 10 + 1
\set usr :org * 10 - 9
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set post (:org - 1) * 1000 + :n / 10 + 1
\set expected :version + :i / :each
\set title random(1000000000, 9000000000)
\set i :i + 1
\startpipeline
BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED;
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
UPDATE blog.posts_all SET title = :title
	WHERE org_id = :org AND id = :post AND version = :expected
	RETURNING title, updated_at, version;
COMMIT;
\endpipeline

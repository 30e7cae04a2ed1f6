-- conflict: an update at the version before the current one (-D version=), then the statement that explains it.
-- Captured with `bench/run sql` (log_statement = all, the third request); $n became pgbench variables.
-- Run with -M prepared and PGOPTIONS="-c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read", as the server has it.
\set org random(1, 10)
\set usr :org * 10 - 9
\set req random(1000000000, 9000000000)
\set trace random(1000000000, 9000000000)
\set post random(:org * 1000 - 999, :org * 1000)
\set expected :version - 1
\set title random(1000000000, 9000000000)
\startpipeline
BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED;
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
UPDATE blog.posts_all SET title = :title
	WHERE org_id = :org AND id = :post AND version = :expected
	RETURNING version;
COMMIT;
select set_config('app.current_org_id', :org, true), set_config('app.current_user_id', :usr, true), set_config('app.current_role', 'ADMIN', true), set_config('app.request_id', :req, true), set_config('app.trace_id', :trace, true);
SELECT o0.org_id, s.org_id, s.id, s.org_id0, s.id0, s.org_id1, s.id1, s.org_id2, s.id2, p1.org_id, p1.id, s0.org_id, s0.changed_at, s0.id, s0.action, s0.changed_by, s0.new_data, s0.old_data, s0.record_id, s0.table_name, s0.request_id, s0.reverts_to, s0.trace_id, s0.tx, s0.version, s0.org_id0, s0.id0, s0.created_at, s0.created_by, s0.deleted_at, s0.deleted_by, s0.display_name, s0.handle, s0.role, s0.updated_at, s0.updated_by, s0.version0, s.author_id, s.body, s.created_at, s.created_by, s.deleted_at, s.deleted_by, s.published_at, s.slug, s.status, s.tags, s.title, s.updated_at, s.updated_by, s.version, s.created_at0, s.created_by0, s.deleted_at0, s.deleted_by0, s.display_name, s.handle, s.role, s.updated_at0, s.updated_by0, s.version0, s.created_at1, s.created_by1, s.deleted_at1, s.deleted_by1, s.display_name0, s.handle0, s.role0, s.updated_at1, s.updated_by1, s.version1, s.created_at2, s.created_by2, s.deleted_at2, s.deleted_by2, s.display_name1, s.handle1, s.role1, s.updated_at2, s.updated_by2, s.version2, p1.author_id, p1.deleted_at, p1.deleted_by, p1.purge_at, p1.slug, p1.title, p1.version
	FROM (
	    SELECT o.org_id
	    FROM blog.organisations AS o
	    LIMIT 2
	) AS o0
	LEFT JOIN LATERAL (
	    SELECT p.org_id, p.id, p.author_id, p.body, p.created_at, p.created_by, p.deleted_at, p.deleted_by, p.published_at, p.slug, p.status, p.tags, p.title, p.updated_at, p.updated_by, p.version, u.org_id AS org_id0, u.id AS id0, u.created_at AS created_at0, u.created_by AS created_by0, u.deleted_at AS deleted_at0, u.deleted_by AS deleted_by0, u.display_name, u.handle, u.role, u.updated_at AS updated_at0, u.updated_by AS updated_by0, u.version AS version0, u0.org_id AS org_id1, u0.id AS id1, u0.created_at AS created_at1, u0.created_by AS created_by1, u0.deleted_at AS deleted_at1, u0.deleted_by AS deleted_by1, u0.display_name AS display_name0, u0.handle AS handle0, u0.role AS role0, u0.updated_at AS updated_at1, u0.updated_by AS updated_by1, u0.version AS version1, u1.org_id AS org_id2, u1.id AS id2, u1.created_at AS created_at2, u1.created_by AS created_by2, u1.deleted_at AS deleted_at2, u1.deleted_by AS deleted_by2, u1.display_name AS display_name1, u1.handle AS handle1, u1.role AS role1, u1.updated_at AS updated_at2, u1.updated_by AS updated_by2, u1.version AS version2
	    FROM (select * from blog.posts_any) AS p
	    INNER JOIN blog.users AS u ON p.org_id = u.org_id AND p.author_id = u.id
	    INNER JOIN blog.users AS u0 ON p.org_id = u0.org_id AND p.created_by = u0.id
	    INNER JOIN blog.users AS u1 ON p.org_id = u1.org_id AND p.updated_by = u1.id
	    WHERE p.id = :post
	    LIMIT 1
	) AS s ON TRUE
	LEFT JOIN LATERAL (
	    SELECT p0.org_id, p0.id, p0.author_id, p0.deleted_at, p0.deleted_by, p0.purge_at, p0.slug, p0.title, p0.version
	    FROM blog.posts_trash AS p0
	    WHERE p0.id = :post
	    LIMIT 1
	) AS p1 ON TRUE
	LEFT JOIN LATERAL (
	    SELECT a.org_id, a.changed_at, a.id, a.action, a.changed_by, a.new_data, a.old_data, a.record_id, a.table_name, a.request_id, a.reverts_to, a.trace_id, a.tx, a.version, u2.org_id AS org_id0, u2.id AS id0, u2.created_at, u2.created_by, u2.deleted_at, u2.deleted_by, u2.display_name, u2.handle, u2.role, u2.updated_at, u2.updated_by, u2.version AS version0
	    FROM audit.audit_log AS a
	    LEFT JOIN blog.users AS u2 ON a.org_id = u2.org_id AND a.changed_by = u2.id
	    WHERE a.table_name = 'posts' AND a.record_id = :post AND a.version > :expected
	) AS s0 ON TRUE
	ORDER BY o0.org_id, s.org_id, s.id, s.org_id0, s.id0, s.org_id1, s.id1, s.org_id2, s.id2, p1.org_id, p1.id, s0.version, s0.org_id, s0.changed_at, s0.id, s0.org_id0;
\endpipeline

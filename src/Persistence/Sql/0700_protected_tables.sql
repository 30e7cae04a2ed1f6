-- 0700_protected_tables.sql
-- Purpose:   the tables of the blog, made safe.

select app.protect('blog.organisations', p_read_only => true);
select app.protect('blog.users', p_fixed => '{handle}');
select app.protect('blog.posts_all', p_fixed => '{author_id}');

set local role gb_owner;
-- after a_stamp by name: a change of nothing stays one
create trigger b_first_published before insert or update of status, published_at on blog.posts_all
  for each row execute function blog.first_published();

-- The log is protected by its own triggers and grants; the tenant policy is the same as everywhere.
select app.isolate('audit.audit_log');
create policy capture on audit.audit_log for insert to gb_audit_writer with check (true);
grant select on audit.audit_log to gb_app;

-- Who a token speaks of. It reads across organisations, so it answers ids only, and its role can do nothing else.
create policy identify on blog.organisations for select to gb_identity using (true);
create policy identify on blog.users for select to gb_identity using (true);
grant select (org_id, slug, deleted_at) on blog.organisations to gb_identity;
grant select (org_id, id, handle, role, deleted_at) on blog.users to gb_identity;
grant create on schema app to gb_identity;
reset role;

set local role gb_identity;
create function app.identify(p_org text, p_user text) returns table (org_id bigint, user_id bigint, role text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select o.org_id, u.id, u.role
    from blog.organisations o join blog.users u on u.org_id = o.org_id
   -- names start with a letter, so all digits are an id; written so that each alternative has its index
   where (o.slug = p_org or o.org_id = case when p_org ~ '^[0-9]{1,18}$' then p_org::bigint end)
     and (u.handle = p_user or u.id = case when p_user ~ '^[0-9]{1,18}$' then p_user::bigint end)
     and o.deleted_at is null and u.deleted_at is null;
$$;
grant execute on function app.identify(text, text) to gb_app;
reset role;
revoke create on schema app from gb_identity;

-- 1040_row_rules.sql
-- Purpose:   which rows a role may see and write; the only place that says so. (That authors write their own records and that
--            comments are seen, and added, where their post is seen, app.protect() finds in the catalogue: 1020_protect.sql.)
-- Invariant: the policies are restrictive, so they can only narrow what the tenant policy shows. A transaction that names no
--            role is a reader's. gb_owner, in psql or a migration, is bound by the tenant alone.
--
--              posts seen                      written           log seen
--   READER     published                       none              of themselves
--   AUTHOR     published, and their own        their own         of their own posts, their own comments and themselves
--   EDITOR     all, the trash too              all               all
--   ADMIN      as an editor; and writes users, and purges
--
--            Comments that were deleted are seen by those who may write them. Everybody writes their own user, but for the role.
-- Read with: src/GraphApi/Tenancy/Authorization.cs (fields), tests/GraphBlog.Tests/Database/RoleTests.cs

set local role gb_owner;

-- The cheapest question first: most posts that are read are published.
create function blog.may_read_post(p_status text, p_author_id bigint, p_deleted_at timestamptz) returns boolean language sql stable parallel safe
  return p_status = 'PUBLISHED' and p_deleted_at is null or p_author_id = app.writer() or app.is_editor();
grant execute on function blog.may_read_post(text, bigint, timestamptz) to public;
create policy readers on blog.posts_all as restrictive for select to gb_app using (blog.may_read_post(status, author_id, deleted_at));

create policy readers on blog.comments_all as restrictive for select to gb_app
  using (deleted_at is null or author_id = app.writer() or app.is_editor());

create policy admin_inserts on blog.users as restrictive for insert to gb_app with check (app.is_admin());
create policy admin_or_self_updates on blog.users as restrictive for update to gb_app
  using (app.is_admin() or id = app.usr()) with check (app.is_admin() or id = app.usr());

-- A policy cannot compare a row with what it was. That somebody is left who gives roles is decided here as well: the other
-- administrator is held until this transaction ends, so of two who take the role from each other one waits and finds nobody.
create function blog.guard_roles() returns trigger language plpgsql as $$
begin
  if pg_has_role(current_user, 'gb_owner', 'member') then
    return new;
  end if;
  if not app.is_admin() then
    raise exception 'only an administrator gives roles' using errcode = 'insufficient_privilege';
  end if;
  if old.role = 'ADMIN' then
    perform from blog.users u
      where u.org_id = old.org_id and u.id <> old.id and u.role = 'ADMIN' and u.deleted_at is null order by u.id limit 1 for share;
    if not found then
      raise exception 'this is the last administrator' using errcode = 'GB010';
    end if;
  end if;
  return new;
end $$;
-- after a_stamp by name: a change of nothing stays one
create trigger b_guard_roles before update of role on blog.users
  for each row when (new.role is distinct from old.role) execute function blog.guard_roles();

-- Not inlined because of its sub-selects, so that an editor's query does not even set them up.
create function audit.is_own(p_table text, p_id bigint) returns boolean language sql stable parallel safe
  return case p_table
    when 'posts' then exists (select from blog.posts_all p where p.org_id = app.org() and p.id = p_id and p.author_id = app.writer())
    when 'comments' then exists (select from blog.comments_all c where c.org_id = app.org() and c.id = p_id and c.author_id = app.writer())
    when 'users' then p_id = app.usr()
    else false end;
grant execute on function audit.is_own(text, bigint) to public;
create policy own_history on audit.audit_log as restrictive for select to gb_app using (app.is_editor() or audit.is_own(table_name, record_id));

reset role;

-- The tables that were there before: what app.protect() has learnt since. The posts follow with their new column.
select app.protect('blog.organisations', p_read_only => true);
select app.protect('blog.users', p_fixed => '{handle}');

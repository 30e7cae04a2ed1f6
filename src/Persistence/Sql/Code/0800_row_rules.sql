-- 0800_row_rules.sql
-- Purpose:   which rows a role may see and write; the only place that says so. (That authors write their own records and that
--            comments are seen, and added, where their post is seen, app.protect() finds in the catalogue: 0700_protect.sql.)
-- Invariant: the policies are restrictive, so they can only narrow what the tenant policy shows. A transaction that names no
--            role is a reader's. gb_owner, in psql or a migration, is bound by the tenant alone.
--
--              live versions   working copies          written           log seen
--   READER     all             none                    none              of themselves
--   AUTHOR     all             of their own posts      their own         of their own posts, their own comments and themselves
--   EDITOR     all             all, the trash too      all               all
--   ADMIN      as an editor; and writes users, purges, and hands posts over to another author
--
--            The views blog.posts and blog.posts_live put the two together (0920_views_of_posts.sql). A version that is scheduled is live
--            from its moment on by the policy alone; nothing has to run.
--
--            Comments that were deleted are seen by those who may write them. Everybody writes their own user, but for the role
--            and whether they are deactivated. Who is deactivated is seen by all: their name stays on what they wrote.
-- Read with: src/GraphApi/Tenancy/Authorization.cs (fields), tests/GraphBlog.Tests/Database/RoleTests.cs

set local role gb_owner;

-- Whose working copies a role sees: those it may write.
create or replace function blog.may_edit_post(p_author_id bigint) returns boolean language sql stable parallel safe
  return p_author_id = app.writer() or app.is_editor();
grant execute on function blog.may_edit_post(bigint) to public;
drop policy if exists readers on blog.posts_all;
create policy readers on blog.posts_all as restrictive for select to gb_app using (blog.may_edit_post(author_id));

drop policy if exists live on app.publications;
create policy live on app.publications as restrictive for select to gb_app
  using (deleted_at is null and (live_from is null or live_from <= now()) and (live_until is null or live_until > now()));

-- Which posts had a version that everybody of the organisation read, as the log says it.
create or replace function blog.is_public(p_status text, p_deleted_at timestamptz) returns boolean language sql immutable parallel safe
  return p_status = 'PUBLISHED' and p_deleted_at is null;
grant execute on function blog.is_public(text, timestamptz) to public;
create or replace function blog.may_read_post(p_status text, p_author_id bigint, p_deleted_at timestamptz) returns boolean language sql stable parallel safe
  return blog.is_public(p_status, p_deleted_at) or blog.may_edit_post(p_author_id);
grant execute on function blog.may_read_post(text, bigint, timestamptz) to public;

drop policy if exists readers on blog.comments_all;
create policy readers on blog.comments_all as restrictive for select to gb_app
  using (deleted_at is null or author_id = app.writer() or app.is_editor());

drop policy if exists admin_inserts on blog.users;
create policy admin_inserts on blog.users as restrictive for insert to gb_app with check (app.is_admin());
drop policy if exists admin_or_self_updates on blog.users;
create policy admin_or_self_updates on blog.users as restrictive for update to gb_app
  using (app.is_admin() or id = app.usr()) with check (app.is_admin() or id = app.usr());

-- A policy cannot compare a row with what it was. That somebody is left who gives roles is decided here as well: the other
-- administrator is held until this transaction ends, so of two who take the role from each other, or deactivate each other, one waits
-- and finds nobody.
create or replace function blog.guard_roles() returns trigger language plpgsql as $$
begin
  if pg_has_role(current_user, 'gb_owner', 'member') then
    return new;
  end if;
  if not app.is_admin() then
    raise exception 'only an administrator gives roles, and lets people in or out' using errcode = 'insufficient_privilege';
  end if;
  if old.role = 'ADMIN' and old.deleted_at is null and (new.role <> 'ADMIN' or new.deleted_at is not null) then
    perform from blog.users u
      where u.org_id = old.org_id and u.id <> old.id and u.role = 'ADMIN' and u.deleted_at is null order by u.id limit 1 for share;
    if not found then
      raise exception 'this is the last administrator' using errcode = 'GB010';
    end if;
  end if;
  return new;
end $$;
-- after a_stamp by name: a change of nothing stays one
create or replace trigger b_guard_roles before update of role, deleted_at on blog.users
  for each row when (new.role is distinct from old.role or new.deleted_at is distinct from old.deleted_at) execute function blog.guard_roles();

-- Whose a post is decides who may write it, so an author can neither give one away nor take one. (The
-- policies alone would let editors do both.)
create or replace function blog.guard_author() returns trigger language plpgsql as $$
begin
  if not app.is_admin() and not pg_has_role(current_user, 'gb_owner', 'member') then
    raise exception 'only an administrator hands posts over' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create or replace trigger b_guard_author before update of author_id on blog.posts_all
  for each row when (new.author_id is distinct from old.author_id) execute function blog.guard_author();

-- Not inlined because of its sub-selects, so that an editor's query does not even set them up.
create or replace function audit.is_own(p_table text, p_id bigint) returns boolean language sql stable parallel safe
  return case p_table
    when 'posts' then exists (select from blog.posts_all p where p.org_id = app.org() and p.id = p_id and p.author_id = app.writer())
    when 'comments' then exists (select from blog.comments_all c where c.org_id = app.org() and c.id = p_id and c.author_id = app.writer())
    when 'users' then p_id = app.usr()
    else false end;
grant execute on function audit.is_own(text, bigint) to public;
drop policy if exists own_history on audit.audit_log;
create policy own_history on audit.audit_log as restrictive for select to gb_app using (app.is_editor() or audit.is_own(table_name, record_id));

-- Whether a person may be linked without an administrator: only to a provider that does not know them yet. In a function, since a policy
-- cannot ask its own table; the person's row is held, so that of two who come at once one sees the other.
create or replace function blog.is_first_sight(p_user_id bigint, p_issuer text) returns boolean language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform from blog.users u where u.org_id = app.org() and u.id = app.usr() for update;
  return p_user_id = app.usr() and p_issuer is not null
     and not exists (select from blog.user_subjects s where s.org_id = app.org() and s.user_id = p_user_id and s.issuer = p_issuer and s.linked);
end $$;
grant execute on function blog.is_first_sight(bigint, text) to public;

-- These names say where somebody has accounts, so they are for administrators, and one's own for oneself; their history likewise.
drop policy if exists readers on blog.user_subjects;
create policy readers on blog.user_subjects as restrictive for select to gb_app using (app.is_admin() or user_id = app.usr());
drop policy if exists admin_or_first_sight_inserts on blog.user_subjects;
create policy admin_or_first_sight_inserts on blog.user_subjects as restrictive for insert to gb_app
  with check (app.is_admin() or linked and blog.is_first_sight(user_id, issuer));
drop policy if exists admin_updates on blog.user_subjects;
create policy admin_updates on blog.user_subjects as restrictive for update to gb_app using (app.is_admin()) with check (app.is_admin());
drop policy if exists subjects_of_admins on audit.audit_log;
create policy subjects_of_admins on audit.audit_log as restrictive for select to gb_app using (table_name <> 'user_subjects' or app.is_admin());

reset role;

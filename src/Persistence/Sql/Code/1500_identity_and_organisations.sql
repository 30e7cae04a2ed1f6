-- 1500_identity_and_organisations.sql
-- Purpose:   who a token speaks of, and how an organisation begins. A person is known by a handle, or by what identity providers call
--            them, each name linked by an administrator, or when it is first seen if the server's settings allow that.
-- Invariant: app.identify() reads across organisations, so it answers ids and a role only, and gb_identity can do nothing else.
-- Read with: src/GraphApi/Tenancy, docs/decisions/0024-identity.md, 0031-external-subjects.md,
--            src/Persistence/Tenancy/IdentityDirectory.cs, tests/GraphBlog.Tests/Api/SubjectTests.cs

set local role gb_owner;

drop policy if exists identify on blog.organisations;
create policy identify on blog.organisations for select to gb_identity using (true);
drop policy if exists identify on blog.users;
create policy identify on blog.users for select to gb_identity using (true);
grant select (org_id, slug, deleted_at) on blog.organisations to gb_identity;
grant select (org_id, id, handle, role, deleted_at) on blog.users to gb_identity;
drop policy if exists identify on blog.user_subjects;
create policy identify on blog.user_subjects for select to gb_identity using (true);
grant select (org_id, user_id, issuer, subject, linked) on blog.user_subjects to gb_identity;

grant create on schema app to gb_identity;
set local role gb_identity;
-- A provider's name comes first.
create or replace function app.identify(
  p_org         text,
  p_user        text,                      -- a handle or id; null when only what was linked counts
  p_issuer      text default null,         -- the token's `iss` and `sub`; null for tokens of our own
  p_subject     text default null,
  p_email       text default null,         -- an address that the issuer has verified, if that may link
  p_first_sight boolean default false      -- whether who is not linked will be: then only those whom the issuer does not know yet
) returns table (org_id bigint, user_id bigint, role text, is_linked boolean)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with org as (
    -- names start with a letter, so all digits are an id; written so that each alternative has its index
    select o.org_id from blog.organisations o
     where (o.slug = p_org or o.org_id = case when p_org ~ '^[0-9]{1,18}$' then p_org::bigint end) and o.deleted_at is null),
  known as (
    select s.user_id, s.linked from org join blog.user_subjects s on s.org_id = org.org_id and s.subject = p_subject and s.issuer = p_issuer),
  named as (
    select k.user_id, true as is_linked from known k where k.linked
    union all
    select u.id, false from org join blog.users u on u.org_id = org.org_id
     where (u.handle = p_user or u.id = case when p_user ~ '^[0-9]{1,18}$' then p_user::bigint end) and not exists (select from known)
    union all
    select s.user_id, false from org join blog.user_subjects s on s.org_id = org.org_id and s.subject = lower(p_email) and s.issuer is null and s.linked
     where not exists (select from known))
  select org.org_id, u.id, u.role, n.is_linked
    from named n cross join org join blog.users u on u.org_id = org.org_id and u.id = n.user_id and u.deleted_at is null
   where n.is_linked or not p_first_sight
      or not exists (select from blog.user_subjects f where f.org_id = org.org_id and f.user_id = u.id and f.issuer = p_issuer and f.linked)
   limit 1;
$$;
grant execute on function app.identify(text, text, text, text, text, boolean) to gb_app;
set local role gb_owner;
revoke create on schema app from gb_identity;

-- An organisation and its first administrator, for operators: select * from app.create_organisation('acme', 'Acme Press', 'ada', 'Ada Lovelace')
create or replace function app.create_organisation(p_slug text, p_name text, p_admin_handle text, p_admin_name text)
  returns table (org_id bigint, user_id bigint) language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  org_id := nextval('blog.organisations_id_seq');
  perform set_config('app.current_org_id', org_id::text, true);
  insert into blog.organisations (org_id, id, slug, name) values (org_id, org_id, p_slug, p_name);
  insert into blog.users (org_id, handle, display_name, role)
  values (org_id, p_admin_handle, p_admin_name, 'ADMIN') returning id into user_id;
  return next;
end $$;

-- For operators, as app.create_organisation(): the first administrator of a new organisation is linked by nobody else.
create or replace function app.link_subject(p_org text, p_handle text, p_issuer text, p_subject text) returns bigint
  language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_org  bigint;
  v_user bigint;
  v_id   bigint;
begin
  set local role gb_identity;      -- the only role that sees who exists
  select i.org_id, i.user_id into v_org, v_user from app.identify(p_org, p_handle) i;
  set local role gb_owner;
  if v_user is null then
    raise exception 'there is no user % of an organisation %', p_handle, p_org using errcode = 'GB002';
  end if;
  perform set_config('app.current_org_id', v_org::text, true);
  insert into blog.user_subjects (org_id, user_id, issuer, subject) values (v_org, v_user, p_issuer, p_subject) returning id into v_id;
  return v_id;
end $$;

reset role;

-- 1310_subjects.sql
-- Purpose:   a person is known by what identity providers call them (`auth0|…`, a UUID), any number of names, each linked by an
--            administrator, or when it is first seen if the server's settings allow that.
-- Invariant: in an organisation a provider's name belongs to one person at most. One that was unlinked is nobody's until an administrator
--            links it again, whatever else its token says; so the row stays.
-- Read with: docs/decisions/0031-external-subjects.md, src/Persistence/Tenancy/IdentityDirectory.cs, tests/GraphBlog.Tests/Api/SubjectTests.cs

set local role gb_owner;

create table blog.user_subjects (
  org_id      bigint not null references blog.organisations (org_id),
  id          bigint generated always as identity,
  user_id     bigint not null,
  issuer      text check (char_length(issuer) between 1 and 1000),                -- a token's `iss`; null: subject is an e-mail address
  subject     text not null check (char_length(subject) between 1 and 255),       -- OpenID Connect Core 1.0, section 2: 255 at most
  linked      boolean not null default true,
  version     integer not null default 1,
  created_at  timestamptz not null default now(),  created_by bigint,
  updated_at  timestamptz not null default now(),  updated_by bigint,
  deleted_at  timestamptz,                         deleted_by bigint,
  primary key (org_id, id),
  foreign key (org_id, user_id) references blog.users (org_id, id)
);
create unique index user_subjects_subject on blog.user_subjects (org_id, subject, issuer) nulls not distinct;
create index user_subjects_user on blog.user_subjects (org_id, user_id);

reset role;
select app.protect('blog.user_subjects', p_fixed => '{issuer,subject}');
set local role gb_owner;

-- Whether a person may be linked without an administrator: only to a provider that does not know them yet. In a function, since a policy
-- cannot ask its own table; the person's row is held, so that of two who come at once one sees the other.
create function blog.is_first_sight(p_user_id bigint, p_issuer text) returns boolean language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform from blog.users u where u.org_id = app.org() and u.id = app.usr() for update;
  return p_user_id = app.usr() and p_issuer is not null
     and not exists (select from blog.user_subjects s where s.org_id = app.org() and s.user_id = p_user_id and s.issuer = p_issuer and s.linked);
end $$;
grant execute on function blog.is_first_sight(bigint, text) to public;

-- These names say where somebody has accounts, so they are for administrators, and one's own for oneself; their history likewise.
create policy readers on blog.user_subjects as restrictive for select to gb_app using (app.is_admin() or user_id = app.usr());
create policy admin_or_first_sight_inserts on blog.user_subjects as restrictive for insert to gb_app
  with check (app.is_admin() or linked and blog.is_first_sight(user_id, issuer));
create policy admin_updates on blog.user_subjects as restrictive for update to gb_app using (app.is_admin()) with check (app.is_admin());
create policy subjects_of_admins on audit.audit_log as restrictive for select to gb_app using (table_name <> 'user_subjects' or app.is_admin());

create policy identify on blog.user_subjects for select to gb_identity using (true);
grant select (org_id, user_id, issuer, subject, linked) on blog.user_subjects to gb_identity;

-- For operators, as app.create_organisation(): the first administrator of a new organisation is linked by nobody else.
create function app.link_subject(p_org text, p_handle text, p_issuer text, p_subject text) returns bigint
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

grant create on schema app to gb_identity;
reset role;
set local role gb_identity;

-- As in 0700_protected_tables.sql, but that a provider's name comes first. Servers of the former release ask with two names.
drop function app.identify(text, text);
create function app.identify(
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
reset role;
revoke create on schema app from gb_identity;

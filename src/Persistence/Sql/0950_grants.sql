-- 0950_grants.sql
-- Purpose:   what is left to grant: the server compares its own migrations with the database's before it says it is ready.

do $$
begin
  if to_regclass('app.migrations') is not null then      -- absent when these files are run by hand in psql
    grant select on app.migrations to gb_app;
  end if;
end $$;

-- An organisation and its first administrator, for operators: select * from app.create_organisation('acme', 'Acme Press', 'ada', 'Ada Lovelace')
set local role gb_owner;
create function app.create_organisation(p_slug text, p_name text, p_admin_handle text, p_admin_name text)
  returns table (org_id bigint, user_id bigint) language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  org_id := nextval('blog.organisations_id_seq');
  perform set_config('app.current_org_id', org_id::text, true);
  insert into blog.organisations (org_id, id, slug, name) values (org_id, org_id, p_slug, p_name);
  insert into blog.users (org_id, handle, display_name, role)
  values (org_id, p_admin_handle, p_admin_name, 'ADMIN') returning id into user_id;
  return next;
end $$;
reset role;

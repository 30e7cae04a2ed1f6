--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: gb_owner
--

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO gb_owner;

--
-- Name: audit; Type: SCHEMA; Schema: -; Owner: gb_owner
--

CREATE SCHEMA audit;


ALTER SCHEMA audit OWNER TO gb_owner;

--
-- Name: blog; Type: SCHEMA; Schema: -; Owner: gb_owner
--

CREATE SCHEMA blog;


ALTER SCHEMA blog OWNER TO gb_owner;

--
-- Name: attack(bigint, bigint); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.attack(p_attacker bigint, p_victim bigint) RETURNS TABLE(attack text, held boolean)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  t record;
  n bigint;
begin
  if current_user <> 'gb_app' then
    raise exception 'only an attack by gb_app proves anything' using errcode = 'GB009';
  end if;
  perform set_config('app.current_user_id', '1', true), set_config('app.current_role', 'ADMIN', true);

  for t in select c.oid::regclass as relation, c.relkind,
                  (select quote_ident(a.attname) from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'deleted_at'
                      and has_column_privilege('gb_app', c.oid, a.attnum, 'UPDATE') order by a.attnum limit 1) as writable
             from pg_class c join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id'
            where c.relkind in ('r', 'p', 'v') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app') and has_table_privilege('gb_app', c.oid, 'SELECT')
            order by 1
  loop
    perform set_config('app.current_org_id', p_attacker::text, true);
    execute format('select count(*) from %s where org_id <> $1', t.relation) into n using p_attacker;
    attack := format('read rows of others in %s', t.relation); held := n = 0; return next;

    perform set_config('app.current_org_id', '', true);
    execute format('select count(*) from %s', t.relation) into n;
    attack := format('read %s without an organisation', t.relation); held := n = 0; return next;

    perform set_config('app.current_org_id', p_attacker::text, true);
    if t.writable is not null and t.relkind = 'r' then
      begin
        execute format('update %1$s set %2$s = %2$s where org_id = $1', t.relation, t.writable) using p_victim;
        get diagnostics n = row_count;
        held := n = 0;
      exception when others then
        held := true;
      end;
      attack := format('write rows of another in %s', t.relation); return next;
    end if;

    begin
      execute format('delete from %s', t.relation);
      held := false;
    exception
      when insufficient_privilege or object_not_in_prerequisite_state or feature_not_supported then held := true;
      when others then held := false;      -- it came far enough to break another rule
    end;
    attack := format('delete from %s', t.relation); return next;

    begin
      execute format('update %s set org_id = $1', t.relation) using p_victim;
      held := false;
    exception
      when insufficient_privilege or object_not_in_prerequisite_state or feature_not_supported then held := true;
      when others then held := false;      -- it came far enough to break another rule
    end;
    attack := format('give rows of %s to another', t.relation); return next;
  end loop;

  begin
    insert into blog.users (org_id, handle, display_name, role) values (p_victim, 'intruder', 'Intruder', 'ADMIN');
    held := false;
  exception
    when insufficient_privilege then held := true;
    when others then held := false;
  end;
  attack := 'add a user to another'; return next;

  begin
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (p_attacker, now(), 'posts', 1, 1, 'UPDATE');
    held := false;
  exception when insufficient_privilege then
    held := true;
  end;
  attack := 'forge an entry of the audit log'; return next;

  begin
    set local row_security = off;
    select count(*) into n from blog.posts_all where org_id <> p_attacker;
    held := n = 0;
  exception when insufficient_privilege then
    held := true;
  end;
  attack := 'switch row-level security off'; return next;
end $_$;


ALTER FUNCTION app.attack(p_attacker bigint, p_victim bigint) OWNER TO gb_owner;

--
-- Name: attack_clock(bigint); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.attack_clock(p_attacker bigint) RETURNS TABLE(attack text, held boolean)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if current_user <> 'gb_app' then
    raise exception 'only an attack by gb_app proves anything' using errcode = 'GB009';
  end if;
  perform set_config('app.current_org_id', p_attacker::text, true), set_config('app.current_role', 'ADMIN', true),
          set_config('app.clock', '2001-01-01', true);
  perform set_config('app.current_user_id', (select min(id) from blog.users)::text, true);
  update blog.users set display_name = left(display_name, 50) || '?' where id = app.usr() returning updated_at >= now() into held;
  attack := 'date a change back'; return next;
end $$;


ALTER FUNCTION app.attack_clock(p_attacker bigint) OWNER TO gb_owner;

--
-- Name: begin_epoch(boolean); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.begin_epoch(p_restored boolean DEFAULT false) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  if p_restored or not app.in_epoch() or pg_current_xact_id() <= app.newest_transaction() then
    insert into app.epochs (epoch, cluster, database, above_entry)
    select coalesce(app.epoch(), 0) + 1, c.system_identifier, d.oid, nextval('audit.audit_log_id_seq')
      from pg_control_system() c, pg_database d where d.datname = current_database();
  end if;
  return app.epoch();
end $$;


ALTER FUNCTION app.begin_epoch(p_restored boolean) OWNER TO gb_owner;

--
-- Name: changed_organisations(bigint[], pg_snapshot[]); Type: FUNCTION; Schema: app; Owner: gb_finder
--

CREATE FUNCTION app.changed_organisations(p_orgs bigint[], p_since pg_snapshot[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select f.org from unnest(p_orgs, p_since) as f (org, since)
   where exists (select from audit.audit_log e
                  where e.org_id = f.org and e.tx >= pg_snapshot_xmin(f.since) and not pg_visible_in_snapshot(e.tx, f.since)
                    and e.id > (select app.epoch_begins_above()));
$$;


ALTER FUNCTION app.changed_organisations(p_orgs bigint[], p_since pg_snapshot[]) OWNER TO gb_finder;

--
-- Name: clock(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.clock() RETURNS timestamp with time zone
    LANGUAGE sql
    RETURN CASE WHEN ((NULLIF(current_setting('app.clock'::text, true), ''::text) IS NULL) OR (NOT pg_has_role(SESSION_USER, 'gb_owner'::name, 'member'::text))) THEN clock_timestamp() ELSE LEAST((current_setting('app.clock'::text, true))::timestamp with time zone, clock_timestamp()) END;


ALTER FUNCTION app.clock() OWNER TO gb_owner;

--
-- Name: count_rows(bigint[]); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.count_rows(p_orgs bigint[]) RETURNS TABLE(relation text, rows bigint)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  is_tenants boolean;
  org bigint;
  n bigint;
begin
  for relation, is_tenants in
    select c.oid::regclass::text, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped)
      from pg_class c
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app') order by 1
  loop
    rows := 0;
    if not is_tenants then
      execute format('select count(*) from %s', relation) into rows;
      return next;
      continue;
    end if;
    foreach org in array p_orgs loop
      perform set_config('app.current_org_id', org::text, true);
      execute format('select count(*) from %s where org_id = app.org()', relation) into n;
      rows := rows + n;
    end loop;
    return next;
  end loop;
end $$;


ALTER FUNCTION app.count_rows(p_orgs bigint[]) OWNER TO gb_owner;

--
-- Name: create_organisation(text, text, text, text); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.create_organisation(p_slug text, p_name text, p_admin_handle text, p_admin_name text) RETURNS TABLE(org_id bigint, user_id bigint)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
begin
  org_id := nextval('blog.organisations_id_seq');
  perform set_config('app.current_org_id', org_id::text, true);
  insert into blog.organisations (org_id, id, slug, name) values (org_id, org_id, p_slug, p_name);
  insert into blog.users (org_id, handle, display_name, role)
  values (org_id, p_admin_handle, p_admin_name, 'ADMIN') returning id into user_id;
  return next;
end $$;


ALTER FUNCTION app.create_organisation(p_slug text, p_name text, p_admin_handle text, p_admin_name text) OWNER TO gb_owner;

--
-- Name: derived_columns(regclass); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.derived_columns(p_table regclass) RETURNS text[]
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (SELECT COALESCE(array_agg((pg_attribute.attname)::text ORDER BY pg_attribute.attnum), '{}'::text[]) AS "coalesce" FROM pg_attribute WHERE ((pg_attribute.attrelid = (derived_columns.p_table)::oid) AND (pg_attribute.attnum > 0) AND (NOT pg_attribute.attisdropped) AND (pg_attribute.atttypid = ('tsvector'::regtype)::oid)));


ALTER FUNCTION app.derived_columns(p_table regclass) OWNER TO gb_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: epochs; Type: TABLE; Schema: app; Owner: gb_owner
--

CREATE TABLE app.epochs (
    epoch integer NOT NULL,
    cluster bigint NOT NULL,
    database oid NOT NULL,
    above_entry bigint NOT NULL,
    begun_in xid8 DEFAULT pg_current_xact_id() NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE app.epochs OWNER TO gb_owner;

--
-- Name: epoch(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.epoch() RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (SELECT max(epochs.epoch) AS max FROM app.epochs);


ALTER FUNCTION app.epoch() OWNER TO gb_owner;

--
-- Name: epoch_begins_above(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.epoch_begins_above() RETURNS bigint
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN (SELECT epochs.above_entry FROM app.epochs ORDER BY epochs.epoch DESC LIMIT 1);


ALTER FUNCTION app.epoch_begins_above() OWNER TO gb_owner;

--
-- Name: in_epoch(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.in_epoch() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN COALESCE((SELECT ((e.cluster = c.system_identifier) AND (e.database = d.oid) AND (e.begun_in <= pg_snapshot_xmax(pg_current_snapshot()))) FROM app.epochs e, pg_control_system() c(pg_control_version, catalog_version_no, system_identifier, pg_control_last_modified), pg_database d WHERE (d.datname = current_database()) ORDER BY e.epoch DESC LIMIT 1), false);


ALTER FUNCTION app.in_epoch() OWNER TO gb_owner;

--
-- Name: epoch_label(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.epoch_label() RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN CASE WHEN app.in_epoch() THEN ((app.epoch() || '.'::text) || ltrim("left"(pg_walfile_name(pg_current_wal_lsn()), 8), '0'::text)) ELSE 'none'::text END;


ALTER FUNCTION app.epoch_label() OWNER TO gb_owner;

--
-- Name: forget_keys(); Type: FUNCTION; Schema: app; Owner: gb_retention
--

CREATE FUNCTION app.forget_keys() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  n bigint;
begin
  delete from app.idempotency_keys;
  get diagnostics n = row_count;
  return n;
end $$;


ALTER FUNCTION app.forget_keys() OWNER TO gb_retention;

--
-- Name: identify(text, text); Type: FUNCTION; Schema: app; Owner: gb_identity
--

CREATE FUNCTION app.identify(p_org text, p_user text) RETURNS TABLE(org_id bigint, user_id bigint, role text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
  select o.org_id, u.id, u.role
    from blog.organisations o join blog.users u on u.org_id = o.org_id
   -- names start with a letter, so all digits are an id; written so that each alternative has its index
   where (o.slug = p_org or o.org_id = case when p_org ~ '^[0-9]{1,18}$' then p_org::bigint end)
     and (u.handle = p_user or u.id = case when p_user ~ '^[0-9]{1,18}$' then p_user::bigint end)
     and o.deleted_at is null and u.deleted_at is null;
$_$;


ALTER FUNCTION app.identify(p_org text, p_user text) OWNER TO gb_identity;

--
-- Name: is_admin(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.is_admin() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (current_setting('app.current_role'::text, true) = 'ADMIN'::text);


ALTER FUNCTION app.is_admin() OWNER TO gb_owner;

--
-- Name: is_editor(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.is_editor() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (current_setting('app.current_role'::text, true) = ANY (ARRAY['EDITOR'::text, 'ADMIN'::text]));


ALTER FUNCTION app.is_editor() OWNER TO gb_owner;

--
-- Name: isolate(regclass); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.isolate(p_table regclass) RETURNS void
    LANGUAGE plpgsql
    SET client_min_messages TO 'warning'
    AS $$
declare
  p text;
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  -- its own policies only: to drop gb_identity's would lock everybody out
  foreach p in array '{tenant_only,tenant,purge,retention,backup}'::text[] loop
    execute format('drop policy if exists %I on %s', p, p_table);
  end loop;
  execute format('create policy tenant_only on %s as restrictive for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  execute format('create policy tenant on %s for all to gb_app, gb_owner using (org_id = app.org()) with check (org_id = app.org())', p_table);
  execute format('create policy backup on %s for select to gb_backup using (true)', p_table);
  execute format('grant select on %s to gb_backup', p_table);
  if to_regclass(pg_get_serial_sequence(p_table::text, 'id')) is not null then
    execute format('grant select on sequence %s to gb_backup', pg_get_serial_sequence(p_table::text, 'id'));
  end if;
  if p_table::text like '%\_all' then
    execute format('create policy purge on %s for all to gb_purger using (org_id = app.org() and deleted_at is not null and app.is_admin()) with check (false)', p_table);
    execute format('create policy retention on %s for all to gb_retention using (deleted_at < now() - app.trash_keep()) with check (false)', p_table);
  end if;
end $$;


ALTER FUNCTION app.isolate(p_table regclass) OWNER TO gb_owner;

--
-- Name: let_authors_write(regclass); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.let_authors_write(p_table regclass) RETURNS void
    LANGUAGE plpgsql
    SET client_min_messages TO 'warning'
    AS $$
begin
  execute format('drop policy if exists author_inserts on %s', p_table);
  execute format('drop policy if exists author_updates on %s', p_table);
  if exists (select from pg_attribute where attrelid = p_table and attname = 'author_id' and not attisdropped) then
    execute format('create policy author_inserts on %s as restrictive for insert to gb_app with check (author_id = app.writer() or app.is_editor())', p_table);
    execute format('create policy author_updates on %s as restrictive for update to gb_app using (author_id = app.writer() or app.is_editor())
                    with check (author_id = app.writer() or app.is_editor())', p_table);
  end if;
end $$;


ALTER FUNCTION app.let_authors_write(p_table regclass) OWNER TO gb_owner;

--
-- Name: lint(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.lint() RETURNS TABLE(problem text, object text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
  with tenant_table as (
    select c.oid, c.relname, c.relispartition, n.nspname, c.relrowsecurity and c.relforcerowsecurity as forced,
           (select attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as org_id
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and (n.nspname in ('blog', 'audit') or n.nspname = 'app' and c.relname not in ('migrations', 'epochs', 'renamed_columns')))

  select 'table without org_id', oid::regclass::text from tenant_table where org_id is null
  union all
  select 'row-level security not forced', oid::regclass::text from tenant_table where not forced
  union all
  select 'no restrictive tenant policy', t.oid::regclass::text from tenant_table t
   where not relispartition
     and not exists (select from pg_policy p where p.polrelid = t.oid and not p.polpermissive and p.polcmd = '*'
                        and pg_get_expr(p.polqual, p.polrelid) = '(org_id = app.org())'
                        and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '(org_id = app.org())') = '(org_id = app.org())'
                        and (select oid from pg_roles where rolname = 'gb_app') = any (p.polroles))
  union all
  select 'policy for the application without tenant predicate', p.polrelid::regclass || '.' || p.polname from pg_policy p
   where p.polpermissive      -- a restrictive policy can only narrow
     and (0 = any (p.polroles) or (select oid from pg_roles where rolname = 'gb_app') = any (p.polroles))
     -- the very predicate: one that merely mentions app.org() may still say "or true"
     and (coalesce(pg_get_expr(p.polqual, p.polrelid), '(org_id = app.org())') <> '(org_id = app.org())'
       or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '(org_id = app.org())') <> '(org_id = app.org())')
  union all
  -- a unique index across organisations is only harmless when the application can write none of its columns
  select 'index not led by org_id', i.indexrelid::regclass::text from pg_index i join tenant_table t on t.oid = i.indrelid
   where i.indkey[0] <> t.org_id
     -- a document holds its organisation as a word, and no policy lets `@@` near the index (1050_search.sql)
     and (select a.atttypid from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0]) is distinct from 'tsvector'::regtype
     and (not i.indisunique or exists (
          select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey)
             and (has_column_privilege('gb_app', a.attrelid, a.attnum, 'INSERT') or has_column_privilege('gb_app', a.attrelid, a.attnum, 'UPDATE'))))
  union all
  select 'foreign key without org_id', k.conrelid::regclass || '.' || k.conname
    from pg_constraint k join tenant_table a on a.oid = k.conrelid join tenant_table b on b.oid = k.confrelid
   where k.contype = 'f' and not (a.org_id = any (k.conkey) and b.org_id = any (k.confkey))
  union all
  select 'view without security_invoker', c.oid::regclass::text from pg_class c
   where c.relkind = 'v' and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app')
     and not coalesce('security_invoker=true' = any (c.reloptions), false)
  union all
  select 'materialised view or foreign table (policies do not apply to it)', c.oid::regclass::text from pg_class c
   where c.relkind in ('m', 'f') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app')
  union all
  select 'security definer without pinned search_path', p.oid::regprocedure::text from pg_proc p
   where p.prosecdef and p.pronamespace::regnamespace::text in ('blog', 'audit', 'app')
     -- pg_temp named, and last: where it is not named it is searched first
     and 'search_path=pg_catalog, pg_temp' <> all (coalesce(p.proconfig, '{}'))
  union all
  select 'security definer executable by PUBLIC', p.oid::regprocedure::text from pg_proc p
   where p.prosecdef and p.pronamespace::regnamespace::text in ('blog', 'audit', 'app') and has_function_privilege('public', p.oid, 'EXECUTE')
  union all
  select 'security definer owned by a role that policies do not bind', p.oid::regprocedure::text
    from pg_proc p join pg_roles r on r.oid = p.proowner
   where p.prosecdef and p.pronamespace::regnamespace::text in ('blog', 'audit', 'app') and (r.rolsuper or r.rolbypassrls)
  union all
  select 'role too powerful', r.rolname from pg_roles r
   where r.rolname in ('gb_owner', 'gb_app', 'gb_audit_writer', 'gb_purger', 'gb_retention', 'gb_identity', 'gb_finder', 'gb_backup')
     and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
       or r.rolname = 'gb_app' and exists (select from pg_auth_members m where m.member = r.oid))
  union all
  select 'application role may ' || v, t.oid::regclass::text
    from tenant_table t, unnest(array['DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) v
   where case v when 'REFERENCES' then has_any_column_privilege('gb_app', t.oid, v) else has_table_privilege('gb_app', t.oid, v) end
  union all
  select 'application role may write a column the database owns', t.oid::regclass || '.' || a.attname
    from tenant_table t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
   where (t.nspname = 'audit'
       or a.attname in ('id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_by')
       or a.attname = any (app.derived_columns(t.oid)))
     and (has_column_privilege('gb_app', t.oid, a.attnum, 'INSERT') or has_column_privilege('gb_app', t.oid, a.attnum, 'UPDATE'))
  union all
  select 'application role may move rows to another organisation', t.oid::regclass::text from tenant_table t
   where t.nspname in ('blog', 'app') and has_column_privilege('gb_app', t.oid, t.org_id, 'UPDATE')
  union all
  select 'application role owns', pg_describe_object(d.classid, d.objid, d.objsubid)
    from pg_shdepend d, pg_database b
   where b.datname = current_database() and d.refclassid = 'pg_authid'::regclass and d.deptype = 'o'
     and d.refobjid = (select oid from pg_roles where rolname = 'gb_app')
     and (d.dbid = b.oid or d.classid = 'pg_database'::regclass and d.objid = b.oid)
  union all
  select 'application role may create in schema', n.nspname from pg_namespace n where has_schema_privilege('gb_app', n.oid, 'CREATE')
  union all
  select 'application role may create ' || v || ' (run app.seal_database())', current_database()::text
    from (values ('TEMPORARY', 'temporary tables'), ('CREATE', 'schemas')) p (privilege, v)
   where has_database_privilege('gb_app', current_database(), p.privilege)
  union all
  select 'trigger disabled', g.tgrelid::regclass || '.' || g.tgname from pg_trigger g join tenant_table t on t.oid = g.tgrelid
   where g.tgenabled <> 'O'
  union all
  select 'not protected (run app.protect()): no trigger ' || g.tgname, t.oid::regclass::text
    from tenant_table t
   cross join (values ('a_stamp', 'BEFORE INSERT OR DELETE OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION app.stamp()'),
                      ('a_no_truncate', 'BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION app.refuse()'),
                      ('z_audit', 'AFTER INSERT OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION audit.capture_%s()'),
                      ('z_audit_update', 'AFTER UPDATE ON %s FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION audit.capture_%s()')
              ) g (tgname, definition)
   where t.nspname = 'blog'
     and not exists (
         select from pg_trigger h where h.tgrelid = t.oid and h.tgname = g.tgname
            and pg_get_triggerdef(h.oid) = format('CREATE TRIGGER %s ', g.tgname) || format(g.definition, t.oid::regclass, t.relname))
  union all
  select 'audit log not append-only: no trigger ' || g.tgname, t.oid::regclass::text
    from tenant_table t
   cross join (values ('a_append_only', 'BEFORE DELETE OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION app.refuse()'),
                      ('a_no_truncate', 'BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION app.refuse()')) g (tgname, definition)
   where t.nspname = 'audit'
     and not exists (
         select from pg_trigger h where h.tgrelid = t.oid and h.tgname = g.tgname
            and pg_get_triggerdef(h.oid) = format('CREATE TRIGGER %s ', g.tgname) || format(g.definition, t.oid::regclass))
  union all
  select 'audit does not capture the columns as they are (run app.protect())', t.oid::regclass::text
    from tenant_table t join pg_trigger g on g.tgrelid = t.oid and g.tgname = 'z_audit_update' join pg_proc p on p.oid = g.tgfoid
   where t.nspname = 'blog' and p.prosrc <> audit.capture_source(t.oid)
  union all
  select 'renamed column has another name again (tell app.protect() with p_renamed)', t.oid::regclass || '.' || r.new_name
    from app.renamed_columns r join tenant_table t on t.nspname = 'blog' and regexp_replace(t.relname, '_all$', '') = r.table_name
   where audit.column_now(r.table_name, r.new_name, r.renamed_at) = r.new_name
     and not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = r.new_name and not a.attisdropped)
  union all
  select 'view does not show the columns as they are (run app.protect())', v.oid::regclass || '.' || a.attname
    from tenant_table t
    join pg_class v on v.relnamespace = 'blog'::regnamespace and v.relkind = 'v'
     and v.relname in (regexp_replace(t.relname, '_all$', ''), regexp_replace(t.relname, '_all$', '_trash'))
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
   where t.relname ~ '_all$' and a.attname <> all (app.derived_columns(t.oid)) and not exists (select from pg_attribute b where b.attrelid = v.oid and b.attname = a.attname)
  union all
  select 'row rule missing: no restrictive policy ' || r.policy, r.relation
    from (values ('blog.posts_all', 'readers'), ('blog.comments_all', 'readers'), ('blog.users', 'admin_inserts'), ('blog.users', 'admin_or_self_updates'),
                 ('audit.audit_log', 'own_history'), ('app.idempotency_keys', 'own_keys')
          union all
          select t.oid::regclass::text, p.policy from tenant_table t cross join (values ('author_inserts'), ('author_updates')) p (policy)
           where t.nspname = 'blog' and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'author_id' and not a.attisdropped)
          union all
          select k.conrelid::regclass::text, s.policy from pg_constraint k join tenant_table p on p.oid = k.confrelid
           cross join (values ('with_parent'), ('with_parent_inserts')) s (policy)
           where k.contype = 'f' and k.confdeltype = 'c' and k.conrelid <> k.confrelid and p.relname ~ '_all$') r (relation, policy)
   where not exists (select from pg_policy p where p.polrelid = to_regclass(r.relation) and p.polname = r.policy and not p.polpermissive
                        and (select oid from pg_roles where rolname = 'gb_app') = any (p.polroles))
  union all
  select 'anybody may give roles: no trigger b_guard_roles', 'blog.users'
   where not exists (select from pg_trigger g where g.tgrelid = 'blog.users'::regclass and g.tgname = 'b_guard_roles'
                        and g.tgfoid = 'blog.guard_roles()'::regprocedure)
  union all
  select 'the clock is not what it must be', 'app.clock()'
   where (select pg_get_function_sqlbody(p.oid) from pg_proc p where p.oid = to_regprocedure('app.clock()')) is distinct from $clock$RETURN CASE WHEN ((NULLIF(current_setting('app.clock'::text, true), ''::text) IS NULL) OR (NOT pg_has_role(SESSION_USER, 'gb_owner'::name, 'member'::text))) THEN clock_timestamp() ELSE LEAST((current_setting('app.clock'::text, true))::timestamp with time zone, clock_timestamp()) END$clock$
  union all
  select 'changes are not found for those who follow them: no policy find', 'audit.audit_log'
   where not exists (select from pg_policy p where p.polrelid = 'audit.audit_log'::regclass and p.polname = 'find'
                        and (select oid from pg_roles where rolname = 'gb_finder') = any (p.polroles))
  union all
  select 'the database was restored or copied from elsewhere, so its transaction numbers mean nothing here (run `migrate`)', current_database()::text
   where not app.in_epoch()
  union all
  select 'a backup would miss rows: no policy backup', t.oid::regclass::text from tenant_table t
   where not exists (select from pg_policy p where p.polrelid = t.oid and p.polname = 'backup' and p.polpermissive and p.polcmd = 'r'
                        and pg_get_expr(p.polqual, p.polrelid) = 'true' and p.polroles = array[to_regrole('gb_backup')::oid])
  union all
  select 'a backup would fail: gb_backup may not read', c.oid::regclass::text from pg_class c
   where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('blog', 'audit', 'app') and not has_table_privilege('gb_backup', c.oid, 'SELECT')
  union all
  select 'owned by a role that the server of a restore may lack', p.oid::regprocedure::text from pg_proc p
   where p.pronamespace::regnamespace::text in ('blog', 'audit', 'app') and p.proowner::regrole::text not like 'gb\_%'
  union all
  select 'a role that serves may read what a backup reads', m.member::regrole::text from pg_auth_members m
   where m.roleid = to_regrole('gb_backup') and m.member::regrole::text in ('gb_owner', 'gb_app', 'gb_audit_writer', 'gb_purger', 'gb_retention', 'gb_identity', 'gb_finder')
  union all
  select 'fewer than 2 months of audit partitions ahead (run `maintain`)', 'audit.audit_log'
   where 2 > (select count(*) from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
                 and c.relname > 'audit_log_' || to_char(now() at time zone 'UTC', 'YYYYMM'));
$_$;


ALTER FUNCTION app.lint() OWNER TO gb_owner;

--
-- Name: moment(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.moment() RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN ((app.epoch_label() || ';'::text) || pg_current_snapshot());


ALTER FUNCTION app.moment() OWNER TO gb_owner;

--
-- Name: newest_transaction(); Type: FUNCTION; Schema: app; Owner: gb_finder
--

CREATE FUNCTION app.newest_transaction() RETURNS xid8
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  with recursive org (id) as (
    select min(e.org_id) from audit.audit_log e
    union all
    select (select min(e.org_id) from audit.audit_log e where e.org_id > org.id) from org where org.id is not null)
  select max(newest.tx) from org, lateral (select max(e.tx) as tx from audit.audit_log e where e.org_id = org.id) newest;
$$;


ALTER FUNCTION app.newest_transaction() OWNER TO gb_finder;

--
-- Name: org(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.org() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.current_org_id'::text, true), ''::text))::bigint;


ALTER FUNCTION app.org() OWNER TO gb_owner;

--
-- Name: protect(regclass, text[], boolean, jsonb); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.protect(p_table regclass, p_fixed text[] DEFAULT '{}'::text[], p_read_only boolean DEFAULT false, p_renamed jsonb DEFAULT '{}'::jsonb) RETURNS void
    LANGUAGE plpgsql
    SET client_min_messages TO 'warning'
    AS $_$
declare
  v_name     text := (select relname from pg_class where oid = p_table);
  v_noun     text := regexp_replace(v_name, '_all$', '');
  v_trash    boolean := v_name <> v_noun;
  v_missing  text;
  v_columns  text;      -- all but the derived
  v_content  text;      -- those a client may write at the insert
  v_editable text;      -- those a client may write later
  v_capture  text;
  c          text;
begin
  select string_agg(n, ', ') into v_missing
    from unnest('{org_id,id,version,created_at,created_by,updated_at,updated_by,deleted_at,deleted_by}'::text[]) n
   where not exists (select from pg_attribute where attrelid = p_table and attname = n and not attisdropped);
  if v_missing is not null then
    raise exception '% cannot be protected: it lacks %', p_table, v_missing using errcode = 'GB008';
  end if;

  select string_agg(quote_ident(attname), ', ' order by attnum),
         string_agg(quote_ident(attname), ', ' order by attnum) filter (where content),
         string_agg(quote_ident(attname), ', ' order by attnum) filter (where content and attname <> all (p_fixed))
    into v_columns, v_content, v_editable
    from (select attname, attnum, attname not in
                 ('org_id', 'id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at', 'deleted_by') as content
            from pg_attribute where attrelid = p_table and attnum > 0 and not attisdropped and attname <> all (app.derived_columns(p_table))) a;

  set local role gb_owner;

  insert into app.renamed_columns (table_name, old_name, new_name) select v_noun, key, value from jsonb_each_text(p_renamed);

  -- Actors are users of the same organisation.
  foreach c in array '{created_by,updated_by,deleted_by}'::text[] loop
    if not exists (select from pg_constraint where conrelid = p_table and conname = v_name || '_' || c || '_fkey') then
      execute format('alter table %s add constraint %I foreign key (org_id, %I) references blog.users (org_id, id)',
                     p_table, v_name || '_' || c || '_fkey', c);
    end if;
  end loop;

  perform app.isolate(p_table);
  perform app.let_authors_write(p_table);
  perform app.show_with_parent(p_table);

  -- Stamp before, audit after, truncate never.
  execute format('create or replace trigger a_stamp before insert or update or delete on %s for each row execute function app.stamp()', p_table);
  execute format('create or replace trigger a_no_truncate before truncate on %s for each statement execute function app.refuse()', p_table);
  v_capture := audit.capture_source(p_table);
  grant create on schema audit to gb_audit_writer;
  set local role gb_audit_writer;
  execute format('create or replace function audit.capture_%s() returns trigger language plpgsql security definer
                  set search_path = pg_catalog, pg_temp as %L', v_name, v_capture);
  execute format('grant execute on function audit.capture_%s() to gb_owner', v_name);
  set local role gb_owner;
  revoke create on schema audit from gb_audit_writer;
  execute format('create or replace trigger z_audit after insert or delete on %s for each row execute function audit.capture_%s()', p_table, v_name);
  execute format('create or replace trigger z_audit_update after update on %s for each row
                  when (old.* *<> new.*) execute function audit.capture_%s()', p_table, v_name);

  -- The live records under the table's plain name, the others beside them. security_invoker: the reader's policies apply,
  -- else the view would show its owner's rows to everybody. No security_barrier: it costs a factor of 2.6 and adds nothing.
  if v_trash then
    execute format('drop view if exists blog.%I, blog.%I', v_noun, v_noun || '_trash');
    execute format('create view blog.%I with (security_invoker = true) as select %s from %s where deleted_at is null', v_noun, v_columns, p_table);
    execute format('create view blog.%I with (security_invoker = true) as
                    select %s, deleted_at + app.trash_keep() as purge_at from %s where deleted_at is not null', v_noun || '_trash', v_columns, p_table);
    execute format('grant select on blog.%I, blog.%I to gb_app', v_noun, v_noun || '_trash');
  end if;

  -- By column: what is not listed here cannot be written. DELETE is granted to nobody who serves.
  execute format('revoke all on %s from gb_app', p_table);
  execute format('grant select on %s to gb_app', p_table);
  if not p_read_only then
    execute format('grant insert (org_id, %s) on %s to gb_app', v_content, p_table);
    execute format('grant update (%s%s) on %s to gb_app', v_editable, case when v_trash then ', deleted_at' else '' end, p_table);
  end if;
  if v_trash then
    execute format('grant select (org_id, id, version, deleted_at), delete on %s to gb_purger', p_table);
    execute format('grant select (org_id, id, deleted_at), delete on %s to gb_retention', p_table);
  end if;

  reset role;
end $_$;


ALTER FUNCTION app.protect(p_table regclass, p_fixed text[], p_read_only boolean, p_renamed jsonb) OWNER TO gb_owner;

--
-- Name: purge(regclass, bigint, integer); Type: FUNCTION; Schema: app; Owner: gb_purger
--

CREATE FUNCTION app.purge(p_table regclass, p_id bigint, p_version integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  n integer;
begin
  execute format('delete from %s where org_id = app.org() and id = $1 and version = $2 and deleted_at is not null', p_table) using p_id, p_version;
  get diagnostics n = row_count;      -- EXECUTE does not set FOUND
  return n > 0;
end $_$;


ALTER FUNCTION app.purge(p_table regclass, p_id bigint, p_version integer) OWNER TO gb_purger;

--
-- Name: purge_trash(integer); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.purge_trash(p_batch integer DEFAULT 1000) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  t regclass;
  n bigint;
  total bigint := 0;
begin
  for t in select polrelid::regclass from pg_policy where polname = 'retention' loop
    execute format('delete from %1$s where (org_id, id) in (select org_id, id from %1$s where deleted_at < now() - app.trash_keep() limit $1)', t)
      using p_batch;
    get diagnostics n = row_count;
    total := total + n;
  end loop;
  return total;
end $_$;


ALTER FUNCTION app.purge_trash(p_batch integer) OWNER TO gb_owner;

--
-- Name: refuse(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception '% on %.% is not allowed', tg_op, tg_table_schema, tg_table_name using errcode = 'GB005';
end $$;


ALTER FUNCTION app.refuse() OWNER TO gb_owner;

--
-- Name: request_id(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.request_id() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN "left"(NULLIF(current_setting('app.request_id'::text, true), ''::text), 64);


ALTER FUNCTION app.request_id() OWNER TO gb_owner;

--
-- Name: reverts_to(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.reverts_to() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.reverts_to'::text, true), ''::text))::integer;


ALTER FUNCTION app.reverts_to() OWNER TO gb_owner;

--
-- Name: seal_database(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.seal_database() RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  execute format('revoke all on database %I from public', current_database());      -- takes TEMP away as well
  execute format('grant connect on database %I to gb_app', current_database());
  execute format('grant connect, create, temporary on database %I to gb_owner', current_database());
end $$;


ALTER FUNCTION app.seal_database() OWNER TO gb_owner;

--
-- Name: search_posts(text); Type: FUNCTION; Schema: app; Owner: gb_finder
--

CREATE FUNCTION app.search_posts(p_query text) RETURNS TABLE(id bigint, rank double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select p.id, ts_rank(p.document, q.words)::double precision
    from websearch_to_tsquery('english', blog.searchable(left(p_query, 1000))) as q (words)
    join blog.posts_all p on p.document @@ (q.words && (quote_literal(chr(1) || app.org()))::tsquery)      -- cast, not parsed: the parser would drop the mark
   where numnode(q.words) > 0 and p.org_id = app.org() and p.deleted_at is null and blog.may_read_post(p.status, p.author_id, null);
$$;


ALTER FUNCTION app.search_posts(p_query text) OWNER TO gb_finder;

--
-- Name: show_with_parent(regclass); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.show_with_parent(p_table regclass) RETURNS void
    LANGUAGE plpgsql
    SET client_min_messages TO 'warning'
    AS $_$
declare
  v_parent regclass;
  v_column text;
  v_seen   text;
begin
  execute format('drop policy if exists with_parent on %s', p_table);
  execute format('drop policy if exists with_parent_inserts on %s', p_table);
  select p.oid, a.attname into v_parent, v_column
    from pg_constraint k
    join pg_class p on p.oid = k.confrelid and p.relname ~ '_all$' and p.oid <> p_table
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[2]
   where k.conrelid = p_table and k.contype = 'f' and k.confdeltype = 'c';      -- on delete cascade: it lives and dies with it
  if v_parent is not null then
    -- OFFSET 0: the planner would otherwise like to hash all parents of the organisation in order to look up a few, which takes
    -- 20 ms instead of 1 for the first comments of 20 among 5,000 posts, and grows with the posts
    v_seen := format('exists (select from %1$s p where p.org_id = %2$I.org_id and p.id = %2$I.%3$I and p.deleted_at is null offset 0)',
                     v_parent, (select relname from pg_class where oid = p_table), v_column);
    execute format('create policy with_parent on %s as restrictive for select to gb_app using (%s)', p_table, v_seen);
    execute format('create policy with_parent_inserts on %s as restrictive for insert to gb_app with check (%s)', p_table, v_seen);
  end if;
end $_$;


ALTER FUNCTION app.show_with_parent(p_table regclass) OWNER TO gb_owner;

--
-- Name: stamp(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.stamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  actor bigint := app.usr();
  ts timestamptz := app.clock();
begin
  -- A change of nothing is no change: the row counts as matched, the version stays, audit's WHEN skips it.
  -- (RETURN NULL would report 0 rows, which a client reads as a conflict.)
  if tg_op = 'UPDATE' and new operator(pg_catalog.*=) old then
    return old;
  end if;

  -- The application always acts for a user, also when it purges. The owner, in psql or a migration, may act for none: audit
  -- then says so, and the record keeps the last user it knows. Retention acts for nobody.
  if actor is null and current_user <> 'gb_retention' and not pg_has_role(current_user, 'gb_owner', 'member') then
    raise exception 'app.current_user_id is not set' using errcode = 'GB001';
  end if;

  if tg_op = 'DELETE' then
    -- only the trash can be emptied, whoever asks; a cascade from a purged parent (depth 2) takes its children along
    if old.deleted_at is null and pg_trigger_depth() = 1 then
      raise exception 'a live record cannot be deleted; move it to the trash first' using errcode = 'GB007';
    end if;
    return old;
  end if;

  if tg_op = 'INSERT' then
    new.version := 1;
    new.created_at := ts;
    new.created_by := coalesce(actor, new.created_by);
    new.updated_at := ts;
    new.updated_by := new.created_by;
    new.deleted_at := null;
    new.deleted_by := null;
    return new;
  end if;

  if new.org_id <> old.org_id or new.id <> old.id then
    raise exception 'org_id and id never change' using errcode = 'GB003';
  end if;
  if old.deleted_at is not null and new.deleted_at is not null then
    raise exception 'the record is in the trash; restore it first' using errcode = 'GB004';
  end if;
  new.created_at := old.created_at;
  new.created_by := old.created_by;
  new.version := old.version + 1;
  new.updated_at := greatest(ts, old.updated_at + interval '1 microsecond');      -- grows even if the clock steps back
  new.updated_by := coalesce(actor, old.updated_by);
  if new.deleted_at is null then
    new.deleted_by := null;
  else
    new.deleted_at := new.updated_at;      -- never what the caller says
    new.deleted_by := new.updated_by;
  end if;
  return new;
end $$;


ALTER FUNCTION app.stamp() OWNER TO gb_owner;

--
-- Name: take_key(text, bytea); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.take_key(p_key text, p_fingerprint bytea, OUT used_in xid8, OUT is_same boolean, OUT above_entry bigint, OUT up_to_entry bigint) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  used_epoch integer;
begin
  if not app.in_epoch() then
    raise exception 'this database was restored or copied, and `migrate` has not run since' using errcode = 'GB011';
  end if;
  insert into app.idempotency_keys as k (org_id, user_id, key, fingerprint) values (app.org(), app.usr(), p_key, p_fingerprint)
  on conflict (org_id, user_id, key) do update
    set fingerprint = excluded.fingerprint, tx = pg_current_xact_id(), epoch = app.epoch(), used_at = now()
   where k.used_at < now() - interval '24 hours';
  if not found then
    select k.tx, k.fingerprint = p_fingerprint, k.epoch into used_in, is_same, used_epoch
      from app.idempotency_keys k where k.org_id = app.org() and k.user_id = app.usr() and k.key = p_key;
    above_entry := coalesce((select e.above_entry from app.epochs e where e.epoch = used_epoch), 0);
    up_to_entry := coalesce((select e.above_entry from app.epochs e where e.epoch = used_epoch + 1), 9223372036854775807);
  end if;
end $$;


ALTER FUNCTION app.take_key(p_key text, p_fingerprint bytea, OUT used_in xid8, OUT is_same boolean, OUT above_entry bigint, OUT up_to_entry bigint) OWNER TO gb_owner;

--
-- Name: taken_slugs(text[]); Type: FUNCTION; Schema: app; Owner: gb_finder
--

CREATE FUNCTION app.taken_slugs(p_slugs text[]) RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select p.slug from blog.posts_all p where p.org_id = app.org() and p.slug = any (p_slugs) and p.deleted_at is null;
$$;


ALTER FUNCTION app.taken_slugs(p_slugs text[]) OWNER TO gb_finder;

--
-- Name: trace_id(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.trace_id() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN "left"(NULLIF(current_setting('app.trace_id'::text, true), ''::text), 32);


ALTER FUNCTION app.trace_id() OWNER TO gb_owner;

--
-- Name: trash_keep(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.trash_keep() RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN '30 days'::interval;


ALTER FUNCTION app.trash_keep() OWNER TO gb_owner;

--
-- Name: usr(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.usr() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('app.current_user_id'::text, true), ''::text))::bigint;


ALTER FUNCTION app.usr() OWNER TO gb_owner;

--
-- Name: write_at(timestamp with time zone); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.write_at(p_moment timestamp with time zone) RETURNS text
    LANGUAGE sql
    RETURN set_config('app.clock'::text, (p_moment)::text, true);


ALTER FUNCTION app.write_at(p_moment timestamp with time zone) OWNER TO gb_owner;

--
-- Name: writer(); Type: FUNCTION; Schema: app; Owner: gb_owner
--

CREATE FUNCTION app.writer() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (current_setting('app.current_role'::text, true) = ANY (ARRAY['AUTHOR'::text, 'EDITOR'::text, 'ADMIN'::text])) THEN app.usr() ELSE NULL::bigint END;


ALTER FUNCTION app.writer() OWNER TO gb_owner;

--
-- Name: add_month(timestamp with time zone); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.add_month(p_month timestamp with time zone) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
declare
  m timestamptz := date_trunc('month', p_month);
  n text := 'audit_log_' || to_char(m, 'YYYYMM');
begin
  if to_regclass('audit.' || n) is not null then
    return false;
  end if;
  begin
    execute format('create table audit.%I partition of audit.audit_log for values from (%L) to (%L)', n, m, m + interval '1 month');
  exception when check_violation then
    -- Entries of this month are in the default partition and stay there. The months after it must be made all the same,
    -- else one month missed would be every month missed.
    raise warning 'entries of % are in audit.audit_log_default; the month gets no partition of its own', n;
    return false;
  end;
  execute format('alter table audit.%I enable row level security', n);      -- read through the parent only, but for a backup
  execute format('alter table audit.%I force row level security', n);
  execute format('create policy backup on audit.%I for select to gb_backup using (true)', n);
  execute format('grant select on audit.%I to gb_backup', n);
  execute format('create trigger a_no_truncate before truncate on audit.%I for each statement execute function app.refuse()', n);
  return true;
end $$;


ALTER FUNCTION audit.add_month(p_month timestamp with time zone) OWNER TO gb_owner;

--
-- Name: capture_comments_all(); Type: FUNCTION; Schema: audit; Owner: gb_audit_writer
--

CREATE FUNCTION audit.capture_comments_all() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = 'UPDATE' then
    o := '{}'; n := '{}';
    if new.post_id is distinct from old.post_id then o := o || jsonb_build_object('post_id', old.post_id); n := n || jsonb_build_object('post_id', new.post_id); end if;
    if new.author_id is distinct from old.author_id then o := o || jsonb_build_object('author_id', old.author_id); n := n || jsonb_build_object('author_id', new.author_id); end if;
    if new.body is distinct from old.body then o := o || jsonb_build_object('body', old.body); n := n || jsonb_build_object('body', new.body); end if;
    if new.deleted_at is distinct from old.deleted_at then o := o || jsonb_build_object('deleted_at', old.deleted_at); n := n || jsonb_build_object('deleted_at', new.deleted_at); end if;
    if new.deleted_by is distinct from old.deleted_by then o := o || jsonb_build_object('deleted_by', old.deleted_by); n := n || jsonb_build_object('deleted_by', new.deleted_by); end if;
    act := case when old.deleted_at is null and new.deleted_at is not null then 'TRASH'
                when old.deleted_at is not null and new.deleted_at is null then 'RESTORE'
                else 'UPDATE' end;
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data)
    values (new.org_id, new.updated_at, 'comments', new.id, new.version, act, actor, app.request_id(), o, n);
  elsif tg_op = 'INSERT' then
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, 'comments', new.id, new.version, 'CREATE', actor, app.request_id(), to_jsonb(new) - '{}'::text[]);
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval '1 microsecond'), 'comments', old.id, old.version + 1,
            'PURGE', app.usr(), app.request_id());
  end if;
  return null;
end $$;


ALTER FUNCTION audit.capture_comments_all() OWNER TO gb_audit_writer;

--
-- Name: capture_organisations(); Type: FUNCTION; Schema: audit; Owner: gb_audit_writer
--

CREATE FUNCTION audit.capture_organisations() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = 'UPDATE' then
    o := '{}'; n := '{}';
    if new.slug is distinct from old.slug then o := o || jsonb_build_object('slug', old.slug); n := n || jsonb_build_object('slug', new.slug); end if;
    if new.name is distinct from old.name then o := o || jsonb_build_object('name', old.name); n := n || jsonb_build_object('name', new.name); end if;
    if new.deleted_at is distinct from old.deleted_at then o := o || jsonb_build_object('deleted_at', old.deleted_at); n := n || jsonb_build_object('deleted_at', new.deleted_at); end if;
    if new.deleted_by is distinct from old.deleted_by then o := o || jsonb_build_object('deleted_by', old.deleted_by); n := n || jsonb_build_object('deleted_by', new.deleted_by); end if;
    act := case when old.deleted_at is null and new.deleted_at is not null then 'TRASH'
                when old.deleted_at is not null and new.deleted_at is null then 'RESTORE'
                else 'UPDATE' end;
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data)
    values (new.org_id, new.updated_at, 'organisations', new.id, new.version, act, actor, app.request_id(), o, n);
  elsif tg_op = 'INSERT' then
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, 'organisations', new.id, new.version, 'CREATE', actor, app.request_id(), to_jsonb(new) - '{}'::text[]);
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval '1 microsecond'), 'organisations', old.id, old.version + 1,
            'PURGE', app.usr(), app.request_id());
  end if;
  return null;
end $$;


ALTER FUNCTION audit.capture_organisations() OWNER TO gb_audit_writer;

--
-- Name: capture_posts_all(); Type: FUNCTION; Schema: audit; Owner: gb_audit_writer
--

CREATE FUNCTION audit.capture_posts_all() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = 'UPDATE' then
    o := '{}'; n := '{}';
    if new.author_id is distinct from old.author_id then o := o || jsonb_build_object('author_id', old.author_id); n := n || jsonb_build_object('author_id', new.author_id); end if;
    if new.title is distinct from old.title then o := o || jsonb_build_object('title', old.title); n := n || jsonb_build_object('title', new.title); end if;
    if new.slug is distinct from old.slug then o := o || jsonb_build_object('slug', old.slug); n := n || jsonb_build_object('slug', new.slug); end if;
    if new.body is distinct from old.body then o := o || jsonb_build_object('body', old.body); n := n || jsonb_build_object('body', new.body); end if;
    if new.status is distinct from old.status then o := o || jsonb_build_object('status', old.status); n := n || jsonb_build_object('status', new.status); end if;
    if new.tags is distinct from old.tags then o := o || jsonb_build_object('tags', old.tags); n := n || jsonb_build_object('tags', new.tags); end if;
    if new.published_at is distinct from old.published_at then o := o || jsonb_build_object('published_at', old.published_at); n := n || jsonb_build_object('published_at', new.published_at); end if;
    if new.deleted_at is distinct from old.deleted_at then o := o || jsonb_build_object('deleted_at', old.deleted_at); n := n || jsonb_build_object('deleted_at', new.deleted_at); end if;
    if new.deleted_by is distinct from old.deleted_by then o := o || jsonb_build_object('deleted_by', old.deleted_by); n := n || jsonb_build_object('deleted_by', new.deleted_by); end if;
    if new.metadata is distinct from old.metadata then o := o || jsonb_build_object('metadata', old.metadata); n := n || jsonb_build_object('metadata', new.metadata); end if;
    act := case when old.deleted_at is null and new.deleted_at is not null then 'TRASH'
                when old.deleted_at is not null and new.deleted_at is null then 'RESTORE'
                else 'UPDATE' end;
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data)
    values (new.org_id, new.updated_at, 'posts', new.id, new.version, act, actor, app.request_id(), o, n);
  elsif tg_op = 'INSERT' then
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, 'posts', new.id, new.version, 'CREATE', actor, app.request_id(), to_jsonb(new) - '{document}'::text[]);
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval '1 microsecond'), 'posts', old.id, old.version + 1,
            'PURGE', app.usr(), app.request_id());
  end if;
  return null;
end $$;


ALTER FUNCTION audit.capture_posts_all() OWNER TO gb_audit_writer;

--
-- Name: capture_source(regclass); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.capture_source(p_table regclass) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    RETURN format('
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = ''UPDATE'' then
    o := ''{}''; n := ''{}'';
%s
    act := case when old.deleted_at is null and new.deleted_at is not null then ''TRASH''
                when old.deleted_at is not null and new.deleted_at is null then ''RESTORE''
                else ''UPDATE'' end;
    actor := case when app.usr() is null and pg_has_role(session_user, ''gb_owner'', ''member'') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data)
    values (new.org_id, new.updated_at, %2$L, new.id, new.version, act, actor, app.request_id(), o, n);
  elsif tg_op = ''INSERT'' then
    actor := case when app.usr() is null and pg_has_role(session_user, ''gb_owner'', ''member'') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, %2$L, new.id, new.version, ''CREATE'', actor, app.request_id(), to_jsonb(new) - %3$L::text[]);
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval ''1 microsecond''), %2$L, old.id, old.version + 1,
            ''PURGE'', app.usr(), app.request_id());
  end if;
  return null;
end '::text, (SELECT string_agg(format('    if new.%1$I is distinct from old.%1$I then o := o || jsonb_build_object(%1$L, old.%1$I); n := n || jsonb_build_object(%1$L, new.%1$I); end if;'::text, pg_attribute.attname), '
'::text ORDER BY pg_attribute.attnum) AS string_agg FROM pg_attribute WHERE ((pg_attribute.attrelid = (capture_source.p_table)::oid) AND (pg_attribute.attnum > 0) AND (NOT pg_attribute.attisdropped) AND (pg_attribute.attname <> ALL (app.derived_columns(capture_source.p_table))) AND (pg_attribute.attname <> ALL (ARRAY['org_id'::name, 'id'::name, 'version'::name, 'created_at'::name, 'created_by'::name, 'updated_at'::name, 'updated_by'::name])))), (SELECT regexp_replace((pg_class.relname)::text, '_all$'::text, ''::text) AS regexp_replace FROM pg_class WHERE (pg_class.oid = (capture_source.p_table)::oid)), app.derived_columns(p_table));


ALTER FUNCTION audit.capture_source(p_table regclass) OWNER TO gb_owner;

--
-- Name: capture_users(); Type: FUNCTION; Schema: audit; Owner: gb_audit_writer
--

CREATE FUNCTION audit.capture_users() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  o jsonb; n jsonb; act text; actor bigint;
begin
  if tg_op = 'UPDATE' then
    o := '{}'; n := '{}';
    if new.handle is distinct from old.handle then o := o || jsonb_build_object('handle', old.handle); n := n || jsonb_build_object('handle', new.handle); end if;
    if new.display_name is distinct from old.display_name then o := o || jsonb_build_object('display_name', old.display_name); n := n || jsonb_build_object('display_name', new.display_name); end if;
    if new.role is distinct from old.role then o := o || jsonb_build_object('role', old.role); n := n || jsonb_build_object('role', new.role); end if;
    if new.deleted_at is distinct from old.deleted_at then o := o || jsonb_build_object('deleted_at', old.deleted_at); n := n || jsonb_build_object('deleted_at', new.deleted_at); end if;
    if new.deleted_by is distinct from old.deleted_by then o := o || jsonb_build_object('deleted_by', old.deleted_by); n := n || jsonb_build_object('deleted_by', new.deleted_by); end if;
    act := case when old.deleted_at is null and new.deleted_at is not null then 'TRASH'
                when old.deleted_at is not null and new.deleted_at is null then 'RESTORE'
                else 'UPDATE' end;
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.updated_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, old_data, new_data)
    values (new.org_id, new.updated_at, 'users', new.id, new.version, act, actor, app.request_id(), o, n);
  elsif tg_op = 'INSERT' then
    actor := case when app.usr() is null and pg_has_role(session_user, 'gb_owner', 'member') then null else new.created_by end;
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id, new_data)
    values (new.org_id, new.created_at, 'users', new.id, new.version, 'CREATE', actor, app.request_id(), to_jsonb(new) - '{}'::text[]);
  else
    -- purged for good means without content: neither the row nor its columns
    insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, request_id)
    values (old.org_id, greatest(clock_timestamp(), old.updated_at + interval '1 microsecond'), 'users', old.id, old.version + 1,
            'PURGE', app.usr(), app.request_id());
  end if;
  return null;
end $$;


ALTER FUNCTION audit.capture_users() OWNER TO gb_audit_writer;

--
-- Name: column_now(text, text, timestamp with time zone); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.column_now(p_table text, p_column text, p_at timestamp with time zone) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
  v_name text := p_column;
  r      record;
begin
  for r in select old_name, new_name from app.renamed_columns n where n.table_name = p_table and n.renamed_at > p_at order by n.renamed_at loop
    if r.old_name = v_name then
      v_name := r.new_name;
    end if;
  end loop;
  return v_name;
end $$;


ALTER FUNCTION audit.column_now(p_table text, p_column text, p_at timestamp with time zone) OWNER TO gb_owner;

--
-- Name: drop_oldest(interval); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.drop_oldest(p_keep interval) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '500ms'
    SET "TimeZone" TO 'UTC'
    AS $_$
declare
  p text;
begin
  if p_keep < interval '30 days' then
    raise exception 'an audit log kept for less than 30 days is refused' using errcode = 'GB006';
  end if;
  select c.relname into p
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
     and to_timestamp(substr(c.relname, 11), 'YYYYMM') + interval '1 month' <= now() - p_keep
   order by 1 limit 1;
  if p is not null then
    execute format('drop table audit.%I', p);
  end if;
  return p;
end $_$;


ALTER FUNCTION audit.drop_oldest(p_keep interval) OWNER TO gb_owner;

--
-- Name: ensure_partitions(integer); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.ensure_partitions(p_ahead integer DEFAULT 3) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET lock_timeout TO '2s'
    SET "TimeZone" TO 'UTC'
    AS $$
declare
  made integer := 0;
begin
  if p_ahead not between 0 and 24 then
    raise exception 'months ahead must be 0 to 24' using errcode = 'GB006';
  end if;
  for i in 0..p_ahead loop
    made := made + audit.add_month(date_trunc('month', now()) + make_interval(months => i))::integer;
  end loop;
  return made;
end $$;


ALTER FUNCTION audit.ensure_partitions(p_ahead integer) OWNER TO gb_owner;

--
-- Name: incomplete(bigint); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.incomplete(p_org bigint) RETURNS TABLE(record_type text, record_id bigint, problem text)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  t regclass;
begin
  perform set_config('app.current_org_id', p_org::text, true);
  for t in select tgrelid from pg_trigger where tgname = 'z_audit_update' order by tgrelid::regclass::text loop
    return query execute format($query$
      with entries as (
        select e.record_id as id, min(e.version) as first, max(e.version) as last, count(*) as entries, count(distinct e.version) as versions,
               bool_or(e.action = 'PURGE') as purged
          from audit.audit_log e where e.org_id = app.org() and e.table_name = %1$L group by e.record_id)
      select %1$L::text, coalesce(r.id, e.id), p.problem
        from (select id, version, created_at, updated_at from %2$s where org_id = app.org()) r
        full join entries e on e.id = r.id
       cross join lateral (values
         (case when r.id is null and not e.purged then 'the record is gone, and no entry says who purged it' end),
         (case when e.purged and r.id is not null then 'an entry says it was purged, but the record is there' end),
         (case when r.updated_at >= audit.kept_since() and coalesce(e.last, 0) < r.version then format('no entry for version %%s', r.version) end),
         (case when e.last > r.version and not e.purged then format('an entry for version %%s, which the record never had', e.last) end),
         (case when e.entries > e.versions then format('%%s entries for %%s versions', e.entries, e.versions) end),
         (case when e.versions < e.last - e.first + 1 then format('%%s of the versions %%s to %%s have no entry', e.last - e.first + 1 - e.versions, e.first, e.last) end),
         (case when e.first > 1 and r.created_at >= audit.kept_since() then format('no entry before version %%s', e.first) end)) p (problem)
       where p.problem is not null
       order by 2$query$, (select regexp_replace(c.relname, '_all$', '') from pg_class c where c.oid = t), t);
  end loop;
end $_$;


ALTER FUNCTION audit.incomplete(p_org bigint) OWNER TO gb_owner;

--
-- Name: valid_tags(text[]); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.valid_tags(tags text[]) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
declare
  tag text;
begin
  if cardinality(tags) > 20 then
    return false;
  end if;
  foreach tag in array tags loop
    if tag is null or char_length(tag) not between 1 and 50 then
      return false;
    end if;
  end loop;
  return true;
end $$;


ALTER FUNCTION blog.valid_tags(tags text[]) OWNER TO gb_owner;

--
-- Name: comments_all; Type: TABLE; Schema: blog; Owner: gb_owner
--

CREATE TABLE blog.comments_all (
    org_id bigint NOT NULL,
    id bigint NOT NULL,
    post_id bigint NOT NULL,
    author_id bigint NOT NULL,
    body text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by bigint,
    CONSTRAINT comments_all_body_check CHECK (((char_length(body) >= 1) AND (char_length(body) <= 10000)))
);

ALTER TABLE ONLY blog.comments_all FORCE ROW LEVEL SECURITY;


ALTER TABLE blog.comments_all OWNER TO gb_owner;

--
-- Name: posts_all; Type: TABLE; Schema: blog; Owner: gb_owner
--

CREATE TABLE blog.posts_all (
    org_id bigint NOT NULL,
    id bigint NOT NULL,
    author_id bigint NOT NULL,
    title text NOT NULL,
    slug text NOT NULL,
    body text NOT NULL,
    status text DEFAULT 'DRAFT'::text NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    published_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint NOT NULL,
    deleted_at timestamp with time zone,
    deleted_by bigint,
    document tsvector,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT posts_all_body_check CHECK ((octet_length(body) <= 1048576)),
    CONSTRAINT posts_all_metadata_check CHECK (((jsonb_typeof(metadata) = 'object'::text) AND (octet_length((metadata)::text) <= 65536))),
    CONSTRAINT posts_all_slug_check CHECK (((char_length(slug) <= 120) AND (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text))),
    CONSTRAINT posts_all_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'ARCHIVED'::text]))),
    CONSTRAINT posts_all_tags_check CHECK (blog.valid_tags(tags)),
    CONSTRAINT posts_all_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 200)))
)
WITH (fillfactor='85');

ALTER TABLE ONLY blog.posts_all FORCE ROW LEVEL SECURITY;


ALTER TABLE blog.posts_all OWNER TO gb_owner;

--
-- Name: is_own(text, bigint); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.is_own(p_table text, p_id bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE p_table WHEN 'posts'::text THEN (EXISTS (SELECT FROM blog.posts_all p WHERE ((p.org_id = app.org()) AND (p.id = is_own.p_id) AND (p.author_id = app.writer())))) WHEN 'comments'::text THEN (EXISTS (SELECT FROM blog.comments_all c WHERE ((c.org_id = app.org()) AND (c.id = is_own.p_id) AND (c.author_id = app.writer())))) WHEN 'users'::text THEN (p_id = app.usr()) ELSE false END;


ALTER FUNCTION audit.is_own(p_table text, p_id bigint) OWNER TO gb_owner;

--
-- Name: kept_since(); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.kept_since() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $_$
  select min(to_timestamp(substr(c.relname, 11), 'YYYYMM'))
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
   where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$';
$_$;


ALTER FUNCTION audit.kept_since() OWNER TO gb_owner;

--
-- Name: post_changes(pg_snapshot, pg_snapshot, bigint, integer); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer) RETURNS TABLE(id bigint, tx xid8, action text, record_id bigint, version integer, changed_by bigint, fields text[], author_id bigint, status text, former_status text)
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  select e.id, e.tx, e.action, e.record_id, e.version, e.changed_by, array(select jsonb_object_keys(e.new_data)),
         p.author_id, p.status, e.old_data->>'status'
    from audit.audit_log e left join blog.posts_all p on p.org_id = e.org_id and p.id = e.record_id
   where e.org_id = app.org() and e.table_name = 'posts' and e.id > (select greatest(p_above, app.epoch_begins_above()))
     and e.tx >= pg_snapshot_xmin(p_from) and e.tx < pg_snapshot_xmax(p_to)
     and not pg_visible_in_snapshot(e.tx, p_from) and pg_visible_in_snapshot(e.tx, p_to)
   order by e.id limit p_limit;
$$;


ALTER FUNCTION audit.post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer) OWNER TO gb_owner;

--
-- Name: revision(regclass, bigint, integer); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.revision(p_table regclass, p_id bigint, p_version integer) RETURNS TABLE(record_id bigint, version integer, data jsonb, changed_at timestamp with time zone, changed_by bigint, entry_id bigint)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
declare
  v_noun    text := regexp_replace(p_table::text, '^.*\.|_all$', '', 'g');
  v_entries integer;
  v_older   jsonb;
  v_renamed boolean;
begin
  select e.record_id, e.version, e.changed_at, e.changed_by, e.id into record_id, version, changed_at, changed_by, entry_id
    from audit.audit_log e
   where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version = p_version and e.action <> 'PURGE';
  execute format('select to_jsonb(t) - app.derived_columns(%L) - ''updated_by''::text from %s t where t.org_id = app.org() and t.id = $1', p_table, p_table)
    into data using p_id;
  if record_id is null or data is null then
    return;
  end if;

  select count(*) into v_entries from audit.audit_log e
   where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version > p_version;
  if v_entries <> (data->>'version')::integer - p_version then
    return;
  end if;

  v_renamed := exists (select from app.renamed_columns r where r.table_name = v_noun);
  select jsonb_object_agg(o.key, o.value) into v_older
    from (select distinct on (c.key) c.key, c.value
            from audit.audit_log e
           cross join jsonb_each(e.old_data) was
           cross join lateral (select case when v_renamed then audit.column_now(v_noun, was.key, e.changed_at) else was.key end, was.value) c (key, value)
           where e.org_id = app.org() and e.table_name = v_noun and e.record_id = p_id and e.version > p_version and c.key is not null
           order by c.key, e.version) o;
  if v_older - array(select jsonb_object_keys(data)) <> '{}' then
    return;
  end if;
  data := data || coalesce(v_older, '{}') || jsonb_build_object('version', p_version, 'updated_at', changed_at);
  return next;
end $_$;


ALTER FUNCTION audit.revision(p_table regclass, p_id bigint, p_version integer) OWNER TO gb_owner;

--
-- Name: version_at(regclass, bigint, timestamp with time zone); Type: FUNCTION; Schema: audit; Owner: gb_owner
--

CREATE FUNCTION audit.version_at(p_table regclass, p_id bigint, p_at timestamp with time zone) RETURNS integer
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
  select e.version from audit.audit_log e
   where e.org_id = app.org() and e.table_name = regexp_replace(p_table::text, '^.*\.|_all$', '', 'g') and e.record_id = p_id and e.changed_at <= p_at
   order by e.version desc limit 1;
$_$;


ALTER FUNCTION audit.version_at(p_table regclass, p_id bigint, p_at timestamp with time zone) OWNER TO gb_owner;

--
-- Name: body_words(text); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.body_words(p_body text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE
    AS $$
declare
  v_length integer := 100000;
  v_words  tsvector;
begin
  while v_length > 100 loop
    begin
      v_words := to_tsvector('english'::regconfig, blog.searchable(left(p_body, v_length)));
      if pg_column_size(v_words) < 1000000 then
        return v_words;
      end if;
    exception when others then      -- a cancelled or timed out statement is not among these
      null;
    end;
    v_length := v_length / 2;
  end loop;
  return '';
end $$;


ALTER FUNCTION blog.body_words(p_body text) OWNER TO gb_owner;

--
-- Name: first_published(); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.first_published() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'UPDATE' and new.published_at is distinct from old.published_at
     and (new.published_at is null or app.usr() is not null and not app.is_editor()) then
    raise exception 'published_at is changed by an editor, and never taken away' using errcode = 'GB003';
  end if;
  if new.status = 'PUBLISHED' and new.published_at is null then
    new.published_at := new.updated_at;      -- stamped just before: triggers run in the order of their names
  end if;
  if new.published_at > greatest(new.updated_at, clock_timestamp()) and (tg_op = 'INSERT' or new.published_at is distinct from old.published_at) then
    raise exception 'published_at is in the future' using errcode = 'GB003';
  end if;
  return new;
end $$;


ALTER FUNCTION blog.first_published() OWNER TO gb_owner;

--
-- Name: guard_roles(); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.guard_roles() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


ALTER FUNCTION blog.guard_roles() OWNER TO gb_owner;

--
-- Name: may_read_post(text, bigint, timestamp with time zone); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.may_read_post(p_status text, p_author_id bigint, p_deleted_at timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (((p_status = 'PUBLISHED'::text) AND (p_deleted_at IS NULL)) OR (p_author_id = app.writer()) OR app.is_editor());


ALTER FUNCTION blog.may_read_post(p_status text, p_author_id bigint, p_deleted_at timestamp with time zone) OWNER TO gb_owner;

--
-- Name: searchable(text); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.searchable(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT CASE WHEN (octet_length(v.t) = char_length(v.t)) THEN v.t ELSE NORMALIZE(regexp_replace(NORMALIZE(translate(v.t, 'øØłŁđĐħĦıŧŦ'::text, 'oOlLdDhHitT'::text), NFD), '[\u0300-\u036f\u00ad]+'::text, ''::text, 'g'::text), NFC) END AS "normalize" FROM (VALUES (regexp_replace(translate(searchable.p_text, '<'::text, ' '::text), '\S{64}'::text, '\& '::text, 'g'::text))) v(t));


ALTER FUNCTION blog.searchable(p_text text) OWNER TO gb_owner;

--
-- Name: post_document(bigint, text, text[], tsvector); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.post_document(p_org bigint, p_title text, p_tags text[], p_words tsvector) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((p_words || setweight(to_tsvector('english'::regconfig, blog.searchable(p_title)), 'A'::"char")) || setweight(to_tsvector('english'::regconfig, blog.searchable(array_to_string(p_tags, ' '::text))), 'B'::"char")) || array_to_tsvector(ARRAY[(chr(1) || p_org)]));


ALTER FUNCTION blog.post_document(p_org bigint, p_title text, p_tags text[], p_words tsvector) OWNER TO gb_owner;

--
-- Name: post_document(bigint, text, text[], text); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.post_document(p_org bigint, p_title text, p_tags text[], p_body text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE
    RETURN blog.post_document(p_org, p_title, p_tags, blog.body_words(p_body));


ALTER FUNCTION blog.post_document(p_org bigint, p_title text, p_tags text[], p_body text) OWNER TO gb_owner;

--
-- Name: write_document(); Type: FUNCTION; Schema: blog; Owner: gb_owner
--

CREATE FUNCTION blog.write_document() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'UPDATE' and new.body = old.body then
    new.document := blog.post_document(new.org_id, new.title, new.tags, ts_filter(old.document, '{d}'));
  else
    new.document := blog.post_document(new.org_id, new.title, new.tags, new.body);
  end if;
  return new;
end $$;


ALTER FUNCTION blog.write_document() OWNER TO gb_owner;

--
-- Name: idempotency_keys; Type: TABLE; Schema: app; Owner: gb_owner
--

CREATE TABLE app.idempotency_keys (
    org_id bigint NOT NULL,
    user_id bigint NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    used_at timestamp with time zone DEFAULT now() NOT NULL,
    epoch integer DEFAULT app.epoch() NOT NULL,
    CONSTRAINT idempotency_keys_key_check CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200)))
);

ALTER TABLE ONLY app.idempotency_keys FORCE ROW LEVEL SECURITY;


ALTER TABLE app.idempotency_keys OWNER TO gb_owner;

--
-- Name: imports; Type: TABLE; Schema: app; Owner: gb_owner
--

CREATE TABLE app.imports (
    org_id bigint NOT NULL,
    source text NOT NULL,
    path text NOT NULL,
    post_id bigint NOT NULL,
    post_version integer,
    base jsonb NOT NULL,
    imported_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT imports_path_check CHECK (((char_length(path) >= 1) AND (char_length(path) <= 1000))),
    CONSTRAINT imports_source_check CHECK ((char_length(source) <= 100))
);

ALTER TABLE ONLY app.imports FORCE ROW LEVEL SECURITY;


ALTER TABLE app.imports OWNER TO gb_owner;

--
-- Name: migrations; Type: TABLE; Schema: app; Owner: gb_owner
--

CREATE TABLE app.migrations (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL
);


ALTER TABLE app.migrations OWNER TO gb_owner;

--
-- Name: renamed_columns; Type: TABLE; Schema: app; Owner: gb_owner
--

CREATE TABLE app.renamed_columns (
    table_name text NOT NULL,
    old_name text NOT NULL,
    new_name text,
    renamed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);


ALTER TABLE app.renamed_columns OWNER TO gb_owner;

--
-- Name: audit_log; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
)
PARTITION BY RANGE (changed_at);

ALTER TABLE ONLY audit.audit_log FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log OWNER TO gb_owner;

--
-- Name: audit_log_202609; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log_202609 (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
);

ALTER TABLE ONLY audit.audit_log_202609 FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log_202609 OWNER TO gb_owner;

--
-- Name: audit_log_202610; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log_202610 (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
);

ALTER TABLE ONLY audit.audit_log_202610 FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log_202610 OWNER TO gb_owner;

--
-- Name: audit_log_202611; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log_202611 (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
);

ALTER TABLE ONLY audit.audit_log_202611 FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log_202611 OWNER TO gb_owner;

--
-- Name: audit_log_202612; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log_202612 (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
);

ALTER TABLE ONLY audit.audit_log_202612 FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log_202612 OWNER TO gb_owner;

--
-- Name: audit_log_202701; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log_202701 (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
);

ALTER TABLE ONLY audit.audit_log_202701 FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log_202701 OWNER TO gb_owner;

--
-- Name: audit_log_202702; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log_202702 (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
);

ALTER TABLE ONLY audit.audit_log_202702 FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log_202702 OWNER TO gb_owner;

--
-- Name: audit_log_default; Type: TABLE; Schema: audit; Owner: gb_owner
--

CREATE TABLE audit.audit_log_default (
    org_id bigint NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    id bigint NOT NULL,
    table_name text NOT NULL,
    record_id bigint NOT NULL,
    version integer NOT NULL,
    action text NOT NULL,
    changed_by bigint,
    request_id text,
    db_role name DEFAULT SESSION_USER NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    old_data jsonb,
    new_data jsonb,
    trace_id text DEFAULT app.trace_id(),
    reverts_to integer DEFAULT app.reverts_to(),
    CONSTRAINT audit_log_action_check CHECK ((action = ANY (ARRAY['CREATE'::text, 'UPDATE'::text, 'TRASH'::text, 'RESTORE'::text, 'PURGE'::text])))
);

ALTER TABLE ONLY audit.audit_log_default FORCE ROW LEVEL SECURITY;


ALTER TABLE audit.audit_log_default OWNER TO gb_owner;

--
-- Name: audit_log_id_seq; Type: SEQUENCE; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: comments; Type: VIEW; Schema: blog; Owner: gb_owner
--

CREATE VIEW blog.comments WITH (security_invoker='true') AS
 SELECT comments_all.org_id,
    comments_all.id,
    comments_all.post_id,
    comments_all.author_id,
    comments_all.body,
    comments_all.version,
    comments_all.created_at,
    comments_all.created_by,
    comments_all.updated_at,
    comments_all.updated_by,
    comments_all.deleted_at,
    comments_all.deleted_by
   FROM blog.comments_all
  WHERE (comments_all.deleted_at IS NULL);


ALTER TABLE blog.comments OWNER TO gb_owner;

--
-- Name: comments_all_id_seq; Type: SEQUENCE; Schema: blog; Owner: gb_owner
--

ALTER TABLE blog.comments_all ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME blog.comments_all_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: comments_trash; Type: VIEW; Schema: blog; Owner: gb_owner
--

CREATE VIEW blog.comments_trash WITH (security_invoker='true') AS
 SELECT comments_all.org_id,
    comments_all.id,
    comments_all.post_id,
    comments_all.author_id,
    comments_all.body,
    comments_all.version,
    comments_all.created_at,
    comments_all.created_by,
    comments_all.updated_at,
    comments_all.updated_by,
    comments_all.deleted_at,
    comments_all.deleted_by,
    (comments_all.deleted_at + app.trash_keep()) AS purge_at
   FROM blog.comments_all
  WHERE (comments_all.deleted_at IS NOT NULL);


ALTER TABLE blog.comments_trash OWNER TO gb_owner;

--
-- Name: organisations; Type: TABLE; Schema: blog; Owner: gb_owner
--

CREATE TABLE blog.organisations (
    org_id bigint NOT NULL,
    id bigint NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    deleted_at timestamp with time zone,
    deleted_by bigint,
    CONSTRAINT organisations_check CHECK ((id = org_id)),
    CONSTRAINT organisations_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
    CONSTRAINT organisations_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{0,62}$'::text))
);

ALTER TABLE ONLY blog.organisations FORCE ROW LEVEL SECURITY;


ALTER TABLE blog.organisations OWNER TO gb_owner;

--
-- Name: organisations_id_seq; Type: SEQUENCE; Schema: blog; Owner: gb_owner
--

CREATE SEQUENCE blog.organisations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE blog.organisations_id_seq OWNER TO gb_owner;

--
-- Name: posts; Type: VIEW; Schema: blog; Owner: gb_owner
--

CREATE VIEW blog.posts WITH (security_invoker='true') AS
 SELECT posts_all.org_id,
    posts_all.id,
    posts_all.author_id,
    posts_all.title,
    posts_all.slug,
    posts_all.body,
    posts_all.status,
    posts_all.tags,
    posts_all.published_at,
    posts_all.version,
    posts_all.created_at,
    posts_all.created_by,
    posts_all.updated_at,
    posts_all.updated_by,
    posts_all.deleted_at,
    posts_all.deleted_by,
    posts_all.metadata
   FROM blog.posts_all
  WHERE (posts_all.deleted_at IS NULL);


ALTER TABLE blog.posts OWNER TO gb_owner;

--
-- Name: posts_all_id_seq; Type: SEQUENCE; Schema: blog; Owner: gb_owner
--

ALTER TABLE blog.posts_all ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME blog.posts_all_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: posts_trash; Type: VIEW; Schema: blog; Owner: gb_owner
--

CREATE VIEW blog.posts_trash WITH (security_invoker='true') AS
 SELECT posts_all.org_id,
    posts_all.id,
    posts_all.author_id,
    posts_all.title,
    posts_all.slug,
    posts_all.body,
    posts_all.status,
    posts_all.tags,
    posts_all.published_at,
    posts_all.version,
    posts_all.created_at,
    posts_all.created_by,
    posts_all.updated_at,
    posts_all.updated_by,
    posts_all.deleted_at,
    posts_all.deleted_by,
    posts_all.metadata,
    (posts_all.deleted_at + app.trash_keep()) AS purge_at
   FROM blog.posts_all
  WHERE (posts_all.deleted_at IS NOT NULL);


ALTER TABLE blog.posts_trash OWNER TO gb_owner;

--
-- Name: users; Type: TABLE; Schema: blog; Owner: gb_owner
--

CREATE TABLE blog.users (
    org_id bigint NOT NULL,
    id bigint NOT NULL,
    handle text NOT NULL,
    display_name text NOT NULL,
    role text DEFAULT 'AUTHOR'::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint,
    deleted_at timestamp with time zone,
    deleted_by bigint,
    CONSTRAINT users_display_name_check CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 200))),
    CONSTRAINT users_handle_check CHECK ((handle ~ '^[a-z][a-z0-9._-]{0,62}$'::text)),
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['READER'::text, 'AUTHOR'::text, 'EDITOR'::text, 'ADMIN'::text])))
);

ALTER TABLE ONLY blog.users FORCE ROW LEVEL SECURITY;


ALTER TABLE blog.users OWNER TO gb_owner;

--
-- Name: users_id_seq; Type: SEQUENCE; Schema: blog; Owner: gb_owner
--

ALTER TABLE blog.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME blog.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: audit_log_202609; Type: TABLE ATTACH; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log ATTACH PARTITION audit.audit_log_202609 FOR VALUES FROM ('2026-09-01 00:00:00+00') TO ('2026-10-01 00:00:00+00');


--
-- Name: audit_log_202610; Type: TABLE ATTACH; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log ATTACH PARTITION audit.audit_log_202610 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');


--
-- Name: audit_log_202611; Type: TABLE ATTACH; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log ATTACH PARTITION audit.audit_log_202611 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');


--
-- Name: audit_log_202612; Type: TABLE ATTACH; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log ATTACH PARTITION audit.audit_log_202612 FOR VALUES FROM ('2026-12-01 00:00:00+00') TO ('2027-01-01 00:00:00+00');


--
-- Name: audit_log_202701; Type: TABLE ATTACH; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log ATTACH PARTITION audit.audit_log_202701 FOR VALUES FROM ('2027-01-01 00:00:00+00') TO ('2027-02-01 00:00:00+00');


--
-- Name: audit_log_202702; Type: TABLE ATTACH; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log ATTACH PARTITION audit.audit_log_202702 FOR VALUES FROM ('2027-02-01 00:00:00+00') TO ('2027-03-01 00:00:00+00');


--
-- Name: audit_log_default; Type: TABLE ATTACH; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log ATTACH PARTITION audit.audit_log_default DEFAULT;


--
-- Data for Name: epochs; Type: TABLE DATA; Schema: app; Owner: gb_owner
--

INSERT INTO app.epochs VALUES
	(1, 7712682135064522659, 20548, 1, '1378', '2026-11-27 03:10:50.711071+00');


--
-- Data for Name: idempotency_keys; Type: TABLE DATA; Schema: app; Owner: gb_owner
--

INSERT INTO app.idempotency_keys VALUES
	(1, 3, 'fifth', '\x0102', '1387', '2026-11-27 03:10:51.071734+00', 1);


--
-- Data for Name: imports; Type: TABLE DATA; Schema: app; Owner: gb_owner
--

INSERT INTO app.imports VALUES
	(1, '', 'posts/on-bonds.md', 1, 2, '{"title": "9f86d081"}', '2026-11-27 03:10:51.071734+00');


--
-- Data for Name: migrations; Type: TABLE DATA; Schema: app; Owner: gb_owner
--

INSERT INTO app.migrations VALUES
	('20261123050305_Initial', '10.0.15'),
	('20261124020104_Collaboration', '10.0.15'),
	('20261125234500_Speed', '10.0.15'),
	('20261126205751_Faults', '10.0.15');


--
-- Data for Name: renamed_columns; Type: TABLE DATA; Schema: app; Owner: gb_owner
--



--
-- Data for Name: audit_log_202609; Type: TABLE DATA; Schema: audit; Owner: gb_owner
--

INSERT INTO audit.audit_log_202609 VALUES
	(1, '2026-09-02 08:00:00+00', 2, 'organisations', 1, 1, 'CREATE', NULL, NULL, 'postgres', '1383', NULL, '{"id": 1, "name": "Acme Press", "slug": "acme", "org_id": 1, "version": 1, "created_at": "2026-09-02T08:00:00+00:00", "created_by": null, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-02T08:00:00+00:00", "updated_by": null}', NULL, NULL),
	(1, '2026-09-02 08:00:00+00', 3, 'users', 1, 1, 'CREATE', NULL, NULL, 'postgres', '1383', NULL, '{"id": 1, "role": "ADMIN", "handle": "ada", "org_id": 1, "version": 1, "created_at": "2026-09-02T08:00:00+00:00", "created_by": null, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-02T08:00:00+00:00", "updated_by": null, "display_name": "Ada Lovelace"}', NULL, NULL),
	(1, '2026-09-02 08:00:00+00', 4, 'users', 2, 1, 'CREATE', NULL, NULL, 'postgres', '1383', NULL, '{"id": 2, "role": "EDITOR", "handle": "grace", "org_id": 1, "version": 1, "created_at": "2026-09-02T08:00:00+00:00", "created_by": null, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-02T08:00:00+00:00", "updated_by": null, "display_name": "Grace Hopper"}', NULL, NULL),
	(1, '2026-09-02 08:00:00+00', 5, 'users', 3, 1, 'CREATE', NULL, NULL, 'postgres', '1383', NULL, '{"id": 3, "role": "AUTHOR", "handle": "linus", "org_id": 1, "version": 1, "created_at": "2026-09-02T08:00:00+00:00", "created_by": null, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-02T08:00:00+00:00", "updated_by": null, "display_name": "Linus Pauling"}', NULL, NULL),
	(2, '2026-09-02 08:00:00+00', 6, 'organisations', 2, 1, 'CREATE', NULL, NULL, 'postgres', '1383', NULL, '{"id": 2, "name": "Globex Journal", "slug": "globex", "org_id": 2, "version": 1, "created_at": "2026-09-02T08:00:00+00:00", "created_by": null, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-02T08:00:00+00:00", "updated_by": null}', NULL, NULL),
	(2, '2026-09-02 08:00:00+00', 7, 'users', 4, 1, 'CREATE', NULL, NULL, 'postgres', '1383', NULL, '{"id": 4, "role": "ADMIN", "handle": "margaret", "org_id": 2, "version": 1, "created_at": "2026-09-02T08:00:00+00:00", "created_by": null, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-02T08:00:00+00:00", "updated_by": null, "display_name": "Margaret Hamilton"}', NULL, NULL),
	(1, '2026-09-10 09:30:00+00', 8, 'posts', 1, 1, 'CREATE', 3, 'first', 'postgres', '1384', NULL, '{"id": 1, "body": "Vitamins, and how they bend.\n\nNaïve, said everybody.", "slug": "on-bonds", "tags": ["chemistry", "vitamins"], "title": "On bonds", "org_id": 1, "status": "DRAFT", "version": 1, "metadata": {}, "author_id": 3, "created_at": "2026-09-10T09:30:00+00:00", "created_by": 3, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-10T09:30:00+00:00", "updated_by": 3, "published_at": null}', NULL, NULL),
	(1, '2026-09-10 09:30:00+00', 9, 'posts', 2, 1, 'CREATE', 3, 'first', 'postgres', '1384', NULL, '{"id": 2, "body": "Nothing yet.", "slug": "a-draft", "tags": [], "title": "A draft", "org_id": 1, "status": "DRAFT", "version": 1, "metadata": {}, "author_id": 3, "created_at": "2026-09-10T09:30:00+00:00", "created_by": 3, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-10T09:30:00+00:00", "updated_by": 3, "published_at": null}', NULL, NULL),
	(1, '2026-09-10 09:30:00+00', 10, 'posts', 3, 1, 'CREATE', 3, 'first', 'postgres', '1384', NULL, '{"id": 3, "body": "Words.", "slug": "to-be-thrown-away", "tags": [], "title": "To be thrown away", "org_id": 1, "status": "DRAFT", "version": 1, "metadata": {}, "author_id": 3, "created_at": "2026-09-10T09:30:00+00:00", "created_by": 3, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-10T09:30:00+00:00", "updated_by": 3, "published_at": null}', NULL, NULL),
	(1, '2026-09-10 09:30:00+00', 11, 'posts', 4, 1, 'CREATE', 3, 'first', 'postgres', '1384', NULL, '{"id": 4, "body": "A secret.", "slug": "to-be-purged", "tags": [], "title": "To be purged", "org_id": 1, "status": "DRAFT", "version": 1, "metadata": {}, "author_id": 3, "created_at": "2026-09-10T09:30:00+00:00", "created_by": 3, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-10T09:30:00+00:00", "updated_by": 3, "published_at": null}', NULL, NULL),
	(2, '2026-09-11 10:00:00+00', 12, 'posts', 5, 1, 'CREATE', 4, NULL, 'postgres', '1385', NULL, '{"id": 5, "body": "One thousand two hundred and two.", "slug": "on-landing", "tags": [], "title": "On landing", "org_id": 2, "status": "PUBLISHED", "version": 1, "metadata": {}, "author_id": 4, "created_at": "2026-09-11T10:00:00+00:00", "created_by": 4, "deleted_at": null, "deleted_by": null, "updated_at": "2026-09-11T10:00:00+00:00", "updated_by": 4, "published_at": "2026-09-11T10:00:00+00:00"}', NULL, NULL);


--
-- Data for Name: audit_log_202610; Type: TABLE DATA; Schema: audit; Owner: gb_owner
--

INSERT INTO audit.audit_log_202610 VALUES
	(1, '2026-10-05 12:00:00+00', 13, 'posts', 1, 2, 'UPDATE', 2, NULL, 'postgres', '1386', '{"title": "On bonds", "status": "DRAFT", "published_at": null}', '{"title": "On chemical bonds", "status": "PUBLISHED", "published_at": "2026-10-05T12:00:00+00:00"}', '4bf92f3577b34da6a3ce929d0e0e4736', NULL),
	(1, '2026-10-05 12:00:00+00', 14, 'comments', 1, 1, 'CREATE', 2, NULL, 'postgres', '1386', NULL, '{"id": 1, "body": "Very good.", "org_id": 1, "post_id": 1, "version": 1, "author_id": 2, "created_at": "2026-10-05T12:00:00+00:00", "created_by": 2, "deleted_at": null, "deleted_by": null, "updated_at": "2026-10-05T12:00:00+00:00", "updated_by": 2}', '4bf92f3577b34da6a3ce929d0e0e4736', NULL),
	(1, '2026-10-05 12:00:00+00', 15, 'comments', 2, 1, 'CREATE', 2, NULL, 'postgres', '1386', NULL, '{"id": 2, "body": "On second thoughts.", "org_id": 1, "post_id": 1, "version": 1, "author_id": 2, "created_at": "2026-10-05T12:00:00+00:00", "created_by": 2, "deleted_at": null, "deleted_by": null, "updated_at": "2026-10-05T12:00:00+00:00", "updated_by": 2}', '4bf92f3577b34da6a3ce929d0e0e4736', NULL),
	(1, '2026-10-05 12:00:00.000001+00', 16, 'comments', 2, 2, 'UPDATE', 2, NULL, 'postgres', '1386', '{"body": "On second thoughts."}', '{"body": "On third thoughts."}', '4bf92f3577b34da6a3ce929d0e0e4736', NULL);


--
-- Data for Name: audit_log_202611; Type: TABLE DATA; Schema: audit; Owner: gb_owner
--

INSERT INTO audit.audit_log_202611 VALUES
	(1, '2026-11-27 03:10:51.080675+00', 17, 'posts', 6, 1, 'CREATE', 3, 'with-key', 'gb_app', '1387', NULL, '{"id": 6, "body": "However often it is sent.", "slug": "written-once", "tags": [], "title": "Written once", "org_id": 1, "status": "DRAFT", "version": 1, "metadata": {"mood": "calm"}, "author_id": 3, "created_at": "2026-11-27T03:10:51.080675+00:00", "created_by": 3, "deleted_at": null, "deleted_by": null, "updated_at": "2026-11-27T03:10:51.080675+00:00", "updated_by": 3, "published_at": null}', NULL, NULL),
	(1, '2026-11-27 03:10:51.083956+00', 18, 'posts', 1, 3, 'UPDATE', 3, NULL, 'gb_app', '1388', '{"tags": ["chemistry", "vitamins"]}', '{"tags": ["chemistry"]}', NULL, NULL),
	(1, '2026-11-27 03:10:51.087801+00', 19, 'posts', 1, 4, 'UPDATE', 2, NULL, 'gb_app', '1389', '{"body": "Vitamins, and how they bend.\n\nNaïve, said everybody."}', '{"body": "Vitamins, and how they bend."}', NULL, NULL),
	(1, '2026-11-27 03:10:51.089239+00', 20, 'posts', 1, 5, 'UPDATE', 2, NULL, 'gb_app', '1390', '{"title": "On chemical bonds"}', '{"title": "On bonds"}', NULL, 1),
	(1, '2026-11-27 03:10:51.09042+00', 21, 'posts', 2, 2, 'TRASH', 1, NULL, 'gb_app', '1391', '{"deleted_at": null, "deleted_by": null}', '{"deleted_at": "2026-11-27T03:10:51.09042+00:00", "deleted_by": 1}', NULL, NULL),
	(1, '2026-11-27 03:10:51.090587+00', 22, 'posts', 3, 2, 'TRASH', 1, NULL, 'gb_app', '1391', '{"deleted_at": null, "deleted_by": null}', '{"deleted_at": "2026-11-27T03:10:51.090587+00:00", "deleted_by": 1}', NULL, NULL),
	(1, '2026-11-27 03:10:51.090611+00', 23, 'posts', 4, 2, 'TRASH', 1, NULL, 'gb_app', '1391', '{"deleted_at": null, "deleted_by": null}', '{"deleted_at": "2026-11-27T03:10:51.090611+00:00", "deleted_by": 1}', NULL, NULL),
	(1, '2026-11-27 03:10:51.09528+00', 24, 'posts', 2, 3, 'RESTORE', 1, NULL, 'gb_app', '1391', '{"deleted_at": "2026-11-27T03:10:51.09042+00:00", "deleted_by": 1}', '{"deleted_at": null, "deleted_by": null}', NULL, NULL),
	(1, '2026-11-27 03:10:51.096177+00', 25, 'posts', 4, 3, 'PURGE', 1, NULL, 'gb_app', '1391', NULL, NULL, NULL, NULL),
	(1, '2026-11-27 03:10:51.096902+00', 26, 'comments', 1, 2, 'TRASH', 1, NULL, 'gb_app', '1391', '{"deleted_at": null, "deleted_by": null}', '{"deleted_at": "2026-11-27T03:10:51.096902+00:00", "deleted_by": 1}', NULL, NULL),
	(1, '2026-11-27 03:10:51.097566+00', 27, 'users', 3, 2, 'UPDATE', 1, NULL, 'gb_app', '1391', '{"display_name": "Linus Pauling"}', '{"display_name": "Linus C. Pauling"}', NULL, NULL);


--
-- Data for Name: audit_log_202612; Type: TABLE DATA; Schema: audit; Owner: gb_owner
--



--
-- Data for Name: audit_log_202701; Type: TABLE DATA; Schema: audit; Owner: gb_owner
--



--
-- Data for Name: audit_log_202702; Type: TABLE DATA; Schema: audit; Owner: gb_owner
--



--
-- Data for Name: audit_log_default; Type: TABLE DATA; Schema: audit; Owner: gb_owner
--



--
-- Data for Name: comments_all; Type: TABLE DATA; Schema: blog; Owner: gb_owner
--

INSERT INTO blog.comments_all OVERRIDING SYSTEM VALUE VALUES
	(1, 2, 1, 2, 'On third thoughts.', 2, '2026-10-05 12:00:00+00', 2, '2026-10-05 12:00:00.000001+00', 2, NULL, NULL),
	(1, 1, 1, 2, 'Very good.', 2, '2026-10-05 12:00:00+00', 2, '2026-11-27 03:10:51.096902+00', 1, '2026-11-27 03:10:51.096902+00', 1);


--
-- Data for Name: organisations; Type: TABLE DATA; Schema: blog; Owner: gb_owner
--

INSERT INTO blog.organisations VALUES
	(1, 1, 'acme', 'Acme Press', 1, '2026-09-02 08:00:00+00', NULL, '2026-09-02 08:00:00+00', NULL, NULL, NULL),
	(2, 2, 'globex', 'Globex Journal', 1, '2026-09-02 08:00:00+00', NULL, '2026-09-02 08:00:00+00', NULL, NULL, NULL);


--
-- Data for Name: posts_all; Type: TABLE DATA; Schema: blog; Owner: gb_owner
--

INSERT INTO blog.posts_all OVERRIDING SYSTEM VALUE VALUES
	(2, 5, 4, 'On landing', 'on-landing', 'One thousand two hundred and two.', 'PUBLISHED', '{}', '2026-09-11 10:00:00+00', 1, '2026-09-11 10:00:00+00', 4, '2026-09-11 10:00:00+00', 4, NULL, NULL, '''2'' ''hundr'':4 ''land'':8A ''one'':1 ''thousand'':2 ''two'':3,6', '{}'),
	(1, 6, 3, 'Written once', 'written-once', 'However often it is sent.', 'DRAFT', '{}', NULL, 1, '2026-11-27 03:10:51.080675+00', 3, '2026-11-27 03:10:51.080675+00', 3, NULL, NULL, '''1'' ''howev'':1 ''often'':2 ''sent'':5 ''written'':6A', '{"mood": "calm"}'),
	(1, 1, 3, 'On bonds', 'on-bonds', 'Vitamins, and how they bend.', 'PUBLISHED', '{chemistry}', '2026-10-05 12:00:00+00', 5, '2026-09-10 09:30:00+00', 3, '2026-11-27 03:10:51.089239+00', 2, NULL, NULL, '''1'' ''bend'':5 ''bond'':7A ''chemistri'':8B ''vitamin'':1', '{}'),
	(1, 3, 3, 'To be thrown away', 'to-be-thrown-away', 'Words.', 'DRAFT', '{}', NULL, 2, '2026-09-10 09:30:00+00', 3, '2026-11-27 03:10:51.090587+00', 1, '2026-11-27 03:10:51.090587+00', 1, '''1'' ''away'':5A ''thrown'':4A ''word'':1', '{}'),
	(1, 2, 3, 'A draft', 'a-draft', 'Nothing yet.', 'DRAFT', '{}', NULL, 3, '2026-09-10 09:30:00+00', 3, '2026-11-27 03:10:51.09528+00', 1, NULL, NULL, '''1'' ''draft'':4A ''noth'':1 ''yet'':2', '{}');


--
-- Data for Name: users; Type: TABLE DATA; Schema: blog; Owner: gb_owner
--

INSERT INTO blog.users OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 'ada', 'Ada Lovelace', 'ADMIN', 1, '2026-09-02 08:00:00+00', NULL, '2026-09-02 08:00:00+00', NULL, NULL, NULL),
	(1, 2, 'grace', 'Grace Hopper', 'EDITOR', 1, '2026-09-02 08:00:00+00', NULL, '2026-09-02 08:00:00+00', NULL, NULL, NULL),
	(2, 4, 'margaret', 'Margaret Hamilton', 'ADMIN', 1, '2026-09-02 08:00:00+00', NULL, '2026-09-02 08:00:00+00', NULL, NULL, NULL),
	(1, 3, 'linus', 'Linus C. Pauling', 'AUTHOR', 2, '2026-09-02 08:00:00+00', NULL, '2026-11-27 03:10:51.097566+00', 1, NULL, NULL);


--
-- Name: audit_log_id_seq; Type: SEQUENCE SET; Schema: audit; Owner: gb_owner
--

SELECT pg_catalog.setval('audit.audit_log_id_seq', 27, true);


--
-- Name: comments_all_id_seq; Type: SEQUENCE SET; Schema: blog; Owner: gb_owner
--

SELECT pg_catalog.setval('blog.comments_all_id_seq', 2, true);


--
-- Name: organisations_id_seq; Type: SEQUENCE SET; Schema: blog; Owner: gb_owner
--

SELECT pg_catalog.setval('blog.organisations_id_seq', 2, true);


--
-- Name: posts_all_id_seq; Type: SEQUENCE SET; Schema: blog; Owner: gb_owner
--

SELECT pg_catalog.setval('blog.posts_all_id_seq', 6, true);


--
-- Name: users_id_seq; Type: SEQUENCE SET; Schema: blog; Owner: gb_owner
--

SELECT pg_catalog.setval('blog.users_id_seq', 4, true);


--
-- Name: migrations PK_migrations; Type: CONSTRAINT; Schema: app; Owner: gb_owner
--

ALTER TABLE ONLY app.migrations
    ADD CONSTRAINT "PK_migrations" PRIMARY KEY ("MigrationId");


--
-- Name: epochs epochs_pkey; Type: CONSTRAINT; Schema: app; Owner: gb_owner
--

ALTER TABLE ONLY app.epochs
    ADD CONSTRAINT epochs_pkey PRIMARY KEY (epoch);


--
-- Name: idempotency_keys idempotency_keys_pkey; Type: CONSTRAINT; Schema: app; Owner: gb_owner
--

ALTER TABLE ONLY app.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (org_id, user_id, key);


--
-- Name: imports imports_pkey; Type: CONSTRAINT; Schema: app; Owner: gb_owner
--

ALTER TABLE ONLY app.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (org_id, source, path);


--
-- Name: audit_log audit_log_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: audit_log_202609 audit_log_202609_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log_202609
    ADD CONSTRAINT audit_log_202609_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: audit_log_202610 audit_log_202610_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log_202610
    ADD CONSTRAINT audit_log_202610_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: audit_log_202611 audit_log_202611_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log_202611
    ADD CONSTRAINT audit_log_202611_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: audit_log_202612 audit_log_202612_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log_202612
    ADD CONSTRAINT audit_log_202612_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: audit_log_202701 audit_log_202701_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log_202701
    ADD CONSTRAINT audit_log_202701_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: audit_log_202702 audit_log_202702_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log_202702
    ADD CONSTRAINT audit_log_202702_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: audit_log_default audit_log_default_pkey; Type: CONSTRAINT; Schema: audit; Owner: gb_owner
--

ALTER TABLE ONLY audit.audit_log_default
    ADD CONSTRAINT audit_log_default_pkey PRIMARY KEY (org_id, changed_at, id);


--
-- Name: comments_all comments_all_pkey; Type: CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.comments_all
    ADD CONSTRAINT comments_all_pkey PRIMARY KEY (org_id, id);


--
-- Name: organisations organisations_pkey; Type: CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.organisations
    ADD CONSTRAINT organisations_pkey PRIMARY KEY (org_id);


--
-- Name: posts_all posts_all_pkey; Type: CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.posts_all
    ADD CONSTRAINT posts_all_pkey PRIMARY KEY (org_id, id);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (org_id, id);


--
-- Name: audit_user; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_user ON ONLY audit.audit_log USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_log_202609_org_id_changed_by_changed_at_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202609_org_id_changed_by_changed_at_id_idx ON audit.audit_log_202609 USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_request; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_request ON ONLY audit.audit_log USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_log_202609_org_id_request_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202609_org_id_request_id_idx ON audit.audit_log_202609 USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_record; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_record ON ONLY audit.audit_log USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_log_202609_org_id_table_name_record_id_version_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202609_org_id_table_name_record_id_version_idx ON audit.audit_log_202609 USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_tx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_tx ON ONLY audit.audit_log USING btree (org_id, tx, id);


--
-- Name: audit_log_202609_org_id_tx_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202609_org_id_tx_id_idx ON audit.audit_log_202609 USING btree (org_id, tx, id);


--
-- Name: audit_log_202610_org_id_changed_by_changed_at_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202610_org_id_changed_by_changed_at_id_idx ON audit.audit_log_202610 USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_log_202610_org_id_request_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202610_org_id_request_id_idx ON audit.audit_log_202610 USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_log_202610_org_id_table_name_record_id_version_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202610_org_id_table_name_record_id_version_idx ON audit.audit_log_202610 USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_log_202610_org_id_tx_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202610_org_id_tx_id_idx ON audit.audit_log_202610 USING btree (org_id, tx, id);


--
-- Name: audit_log_202611_org_id_changed_by_changed_at_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202611_org_id_changed_by_changed_at_id_idx ON audit.audit_log_202611 USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_log_202611_org_id_request_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202611_org_id_request_id_idx ON audit.audit_log_202611 USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_log_202611_org_id_table_name_record_id_version_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202611_org_id_table_name_record_id_version_idx ON audit.audit_log_202611 USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_log_202611_org_id_tx_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202611_org_id_tx_id_idx ON audit.audit_log_202611 USING btree (org_id, tx, id);


--
-- Name: audit_log_202612_org_id_changed_by_changed_at_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202612_org_id_changed_by_changed_at_id_idx ON audit.audit_log_202612 USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_log_202612_org_id_request_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202612_org_id_request_id_idx ON audit.audit_log_202612 USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_log_202612_org_id_table_name_record_id_version_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202612_org_id_table_name_record_id_version_idx ON audit.audit_log_202612 USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_log_202612_org_id_tx_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202612_org_id_tx_id_idx ON audit.audit_log_202612 USING btree (org_id, tx, id);


--
-- Name: audit_log_202701_org_id_changed_by_changed_at_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202701_org_id_changed_by_changed_at_id_idx ON audit.audit_log_202701 USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_log_202701_org_id_request_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202701_org_id_request_id_idx ON audit.audit_log_202701 USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_log_202701_org_id_table_name_record_id_version_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202701_org_id_table_name_record_id_version_idx ON audit.audit_log_202701 USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_log_202701_org_id_tx_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202701_org_id_tx_id_idx ON audit.audit_log_202701 USING btree (org_id, tx, id);


--
-- Name: audit_log_202702_org_id_changed_by_changed_at_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202702_org_id_changed_by_changed_at_id_idx ON audit.audit_log_202702 USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_log_202702_org_id_request_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202702_org_id_request_id_idx ON audit.audit_log_202702 USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_log_202702_org_id_table_name_record_id_version_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202702_org_id_table_name_record_id_version_idx ON audit.audit_log_202702 USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_log_202702_org_id_tx_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_202702_org_id_tx_id_idx ON audit.audit_log_202702 USING btree (org_id, tx, id);


--
-- Name: audit_log_default_org_id_changed_by_changed_at_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_default_org_id_changed_by_changed_at_id_idx ON audit.audit_log_default USING btree (org_id, changed_by, changed_at DESC, id DESC);


--
-- Name: audit_log_default_org_id_request_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_default_org_id_request_id_idx ON audit.audit_log_default USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);


--
-- Name: audit_log_default_org_id_table_name_record_id_version_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_default_org_id_table_name_record_id_version_idx ON audit.audit_log_default USING btree (org_id, table_name, record_id, version DESC);


--
-- Name: audit_log_default_org_id_tx_id_idx; Type: INDEX; Schema: audit; Owner: gb_owner
--

CREATE INDEX audit_log_default_org_id_tx_id_idx ON audit.audit_log_default USING btree (org_id, tx, id);


--
-- Name: comments_of_post; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE INDEX comments_of_post ON blog.comments_all USING btree (org_id, post_id, created_at, id);


--
-- Name: organisations_slug; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE UNIQUE INDEX organisations_slug ON blog.organisations USING btree (slug);


--
-- Name: posts_author; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE INDEX posts_author ON blog.posts_all USING btree (org_id, author_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);


--
-- Name: posts_document; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE INDEX posts_document ON blog.posts_all USING gin (document) WHERE (deleted_at IS NULL);


--
-- Name: posts_newest; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE INDEX posts_newest ON blog.posts_all USING btree (org_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);


--
-- Name: posts_slug_live; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE UNIQUE INDEX posts_slug_live ON blog.posts_all USING btree (org_id, slug) WHERE (deleted_at IS NULL);


--
-- Name: posts_trash_newest; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE INDEX posts_trash_newest ON blog.posts_all USING btree (org_id, deleted_at DESC, id DESC) WHERE (deleted_at IS NOT NULL);


--
-- Name: users_handle; Type: INDEX; Schema: blog; Owner: gb_owner
--

CREATE UNIQUE INDEX users_handle ON blog.users USING btree (org_id, handle);


--
-- Name: audit_log_202609_org_id_changed_by_changed_at_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_user ATTACH PARTITION audit.audit_log_202609_org_id_changed_by_changed_at_id_idx;


--
-- Name: audit_log_202609_org_id_request_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_request ATTACH PARTITION audit.audit_log_202609_org_id_request_id_idx;


--
-- Name: audit_log_202609_org_id_table_name_record_id_version_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_record ATTACH PARTITION audit.audit_log_202609_org_id_table_name_record_id_version_idx;


--
-- Name: audit_log_202609_org_id_tx_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_tx ATTACH PARTITION audit.audit_log_202609_org_id_tx_id_idx;


--
-- Name: audit_log_202609_pkey; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_log_pkey ATTACH PARTITION audit.audit_log_202609_pkey;


--
-- Name: audit_log_202610_org_id_changed_by_changed_at_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_user ATTACH PARTITION audit.audit_log_202610_org_id_changed_by_changed_at_id_idx;


--
-- Name: audit_log_202610_org_id_request_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_request ATTACH PARTITION audit.audit_log_202610_org_id_request_id_idx;


--
-- Name: audit_log_202610_org_id_table_name_record_id_version_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_record ATTACH PARTITION audit.audit_log_202610_org_id_table_name_record_id_version_idx;


--
-- Name: audit_log_202610_org_id_tx_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_tx ATTACH PARTITION audit.audit_log_202610_org_id_tx_id_idx;


--
-- Name: audit_log_202610_pkey; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_log_pkey ATTACH PARTITION audit.audit_log_202610_pkey;


--
-- Name: audit_log_202611_org_id_changed_by_changed_at_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_user ATTACH PARTITION audit.audit_log_202611_org_id_changed_by_changed_at_id_idx;


--
-- Name: audit_log_202611_org_id_request_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_request ATTACH PARTITION audit.audit_log_202611_org_id_request_id_idx;


--
-- Name: audit_log_202611_org_id_table_name_record_id_version_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_record ATTACH PARTITION audit.audit_log_202611_org_id_table_name_record_id_version_idx;


--
-- Name: audit_log_202611_org_id_tx_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_tx ATTACH PARTITION audit.audit_log_202611_org_id_tx_id_idx;


--
-- Name: audit_log_202611_pkey; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_log_pkey ATTACH PARTITION audit.audit_log_202611_pkey;


--
-- Name: audit_log_202612_org_id_changed_by_changed_at_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_user ATTACH PARTITION audit.audit_log_202612_org_id_changed_by_changed_at_id_idx;


--
-- Name: audit_log_202612_org_id_request_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_request ATTACH PARTITION audit.audit_log_202612_org_id_request_id_idx;


--
-- Name: audit_log_202612_org_id_table_name_record_id_version_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_record ATTACH PARTITION audit.audit_log_202612_org_id_table_name_record_id_version_idx;


--
-- Name: audit_log_202612_org_id_tx_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_tx ATTACH PARTITION audit.audit_log_202612_org_id_tx_id_idx;


--
-- Name: audit_log_202612_pkey; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_log_pkey ATTACH PARTITION audit.audit_log_202612_pkey;


--
-- Name: audit_log_202701_org_id_changed_by_changed_at_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_user ATTACH PARTITION audit.audit_log_202701_org_id_changed_by_changed_at_id_idx;


--
-- Name: audit_log_202701_org_id_request_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_request ATTACH PARTITION audit.audit_log_202701_org_id_request_id_idx;


--
-- Name: audit_log_202701_org_id_table_name_record_id_version_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_record ATTACH PARTITION audit.audit_log_202701_org_id_table_name_record_id_version_idx;


--
-- Name: audit_log_202701_org_id_tx_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_tx ATTACH PARTITION audit.audit_log_202701_org_id_tx_id_idx;


--
-- Name: audit_log_202701_pkey; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_log_pkey ATTACH PARTITION audit.audit_log_202701_pkey;


--
-- Name: audit_log_202702_org_id_changed_by_changed_at_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_user ATTACH PARTITION audit.audit_log_202702_org_id_changed_by_changed_at_id_idx;


--
-- Name: audit_log_202702_org_id_request_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_request ATTACH PARTITION audit.audit_log_202702_org_id_request_id_idx;


--
-- Name: audit_log_202702_org_id_table_name_record_id_version_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_record ATTACH PARTITION audit.audit_log_202702_org_id_table_name_record_id_version_idx;


--
-- Name: audit_log_202702_org_id_tx_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_tx ATTACH PARTITION audit.audit_log_202702_org_id_tx_id_idx;


--
-- Name: audit_log_202702_pkey; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_log_pkey ATTACH PARTITION audit.audit_log_202702_pkey;


--
-- Name: audit_log_default_org_id_changed_by_changed_at_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_user ATTACH PARTITION audit.audit_log_default_org_id_changed_by_changed_at_id_idx;


--
-- Name: audit_log_default_org_id_request_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_request ATTACH PARTITION audit.audit_log_default_org_id_request_id_idx;


--
-- Name: audit_log_default_org_id_table_name_record_id_version_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_record ATTACH PARTITION audit.audit_log_default_org_id_table_name_record_id_version_idx;


--
-- Name: audit_log_default_org_id_tx_id_idx; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_tx ATTACH PARTITION audit.audit_log_default_org_id_tx_id_idx;


--
-- Name: audit_log_default_pkey; Type: INDEX ATTACH; Schema: audit; Owner: gb_owner
--

ALTER INDEX audit.audit_log_pkey ATTACH PARTITION audit.audit_log_default_pkey;


--
-- Name: audit_log a_append_only; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_append_only BEFORE DELETE OR UPDATE ON audit.audit_log FOR EACH ROW EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log_202609 a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log_202609 FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log_202610 a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log_202610 FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log_202611 a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log_202611 FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log_202612 a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log_202612 FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log_202701 a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log_202701 FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log_202702 a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log_202702 FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: audit_log_default a_no_truncate; Type: TRIGGER; Schema: audit; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON audit.audit_log_default FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: comments_all a_no_truncate; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON blog.comments_all FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: organisations a_no_truncate; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON blog.organisations FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: posts_all a_no_truncate; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON blog.posts_all FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: users a_no_truncate; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_no_truncate BEFORE TRUNCATE ON blog.users FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();


--
-- Name: comments_all a_stamp; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_stamp BEFORE INSERT OR DELETE OR UPDATE ON blog.comments_all FOR EACH ROW EXECUTE FUNCTION app.stamp();


--
-- Name: organisations a_stamp; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_stamp BEFORE INSERT OR DELETE OR UPDATE ON blog.organisations FOR EACH ROW EXECUTE FUNCTION app.stamp();


--
-- Name: posts_all a_stamp; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_stamp BEFORE INSERT OR DELETE OR UPDATE ON blog.posts_all FOR EACH ROW EXECUTE FUNCTION app.stamp();


--
-- Name: users a_stamp; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER a_stamp BEFORE INSERT OR DELETE OR UPDATE ON blog.users FOR EACH ROW EXECUTE FUNCTION app.stamp();


--
-- Name: posts_all b_first_published; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER b_first_published BEFORE INSERT OR UPDATE OF status, published_at ON blog.posts_all FOR EACH ROW EXECUTE FUNCTION blog.first_published();


--
-- Name: users b_guard_roles; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER b_guard_roles BEFORE UPDATE OF role ON blog.users FOR EACH ROW WHEN ((new.role IS DISTINCT FROM old.role)) EXECUTE FUNCTION blog.guard_roles();


--
-- Name: posts_all c_document; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER c_document BEFORE UPDATE ON blog.posts_all FOR EACH ROW WHEN (((new.title IS DISTINCT FROM old.title) OR (new.tags IS DISTINCT FROM old.tags) OR (new.body IS DISTINCT FROM old.body))) EXECUTE FUNCTION blog.write_document();


--
-- Name: posts_all c_document_of_new; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER c_document_of_new BEFORE INSERT ON blog.posts_all FOR EACH ROW EXECUTE FUNCTION blog.write_document();


--
-- Name: comments_all z_audit; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit AFTER INSERT OR DELETE ON blog.comments_all FOR EACH ROW EXECUTE FUNCTION audit.capture_comments_all();


--
-- Name: organisations z_audit; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit AFTER INSERT OR DELETE ON blog.organisations FOR EACH ROW EXECUTE FUNCTION audit.capture_organisations();


--
-- Name: posts_all z_audit; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit AFTER INSERT OR DELETE ON blog.posts_all FOR EACH ROW EXECUTE FUNCTION audit.capture_posts_all();


--
-- Name: users z_audit; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit AFTER INSERT OR DELETE ON blog.users FOR EACH ROW EXECUTE FUNCTION audit.capture_users();


--
-- Name: comments_all z_audit_update; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit_update AFTER UPDATE ON blog.comments_all FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION audit.capture_comments_all();


--
-- Name: organisations z_audit_update; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit_update AFTER UPDATE ON blog.organisations FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION audit.capture_organisations();


--
-- Name: posts_all z_audit_update; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit_update AFTER UPDATE ON blog.posts_all FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION audit.capture_posts_all();


--
-- Name: users z_audit_update; Type: TRIGGER; Schema: blog; Owner: gb_owner
--

CREATE TRIGGER z_audit_update AFTER UPDATE ON blog.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION audit.capture_users();


--
-- Name: idempotency_keys idempotency_keys_org_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: gb_owner
--

ALTER TABLE ONLY app.idempotency_keys
    ADD CONSTRAINT idempotency_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES blog.organisations(org_id);


--
-- Name: imports imports_org_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: gb_owner
--

ALTER TABLE ONLY app.imports
    ADD CONSTRAINT imports_org_id_fkey FOREIGN KEY (org_id) REFERENCES blog.organisations(org_id);


--
-- Name: comments_all comments_all_created_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.comments_all
    ADD CONSTRAINT comments_all_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES blog.users(org_id, id);


--
-- Name: comments_all comments_all_deleted_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.comments_all
    ADD CONSTRAINT comments_all_deleted_by_fkey FOREIGN KEY (org_id, deleted_by) REFERENCES blog.users(org_id, id);


--
-- Name: comments_all comments_all_org_id_author_id_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.comments_all
    ADD CONSTRAINT comments_all_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES blog.users(org_id, id);


--
-- Name: comments_all comments_all_org_id_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.comments_all
    ADD CONSTRAINT comments_all_org_id_fkey FOREIGN KEY (org_id) REFERENCES blog.organisations(org_id);


--
-- Name: comments_all comments_all_org_id_post_id_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.comments_all
    ADD CONSTRAINT comments_all_org_id_post_id_fkey FOREIGN KEY (org_id, post_id) REFERENCES blog.posts_all(org_id, id) ON DELETE CASCADE;


--
-- Name: comments_all comments_all_updated_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.comments_all
    ADD CONSTRAINT comments_all_updated_by_fkey FOREIGN KEY (org_id, updated_by) REFERENCES blog.users(org_id, id);


--
-- Name: organisations organisations_created_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.organisations
    ADD CONSTRAINT organisations_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES blog.users(org_id, id);


--
-- Name: organisations organisations_deleted_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.organisations
    ADD CONSTRAINT organisations_deleted_by_fkey FOREIGN KEY (org_id, deleted_by) REFERENCES blog.users(org_id, id);


--
-- Name: organisations organisations_updated_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.organisations
    ADD CONSTRAINT organisations_updated_by_fkey FOREIGN KEY (org_id, updated_by) REFERENCES blog.users(org_id, id);


--
-- Name: posts_all posts_all_created_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.posts_all
    ADD CONSTRAINT posts_all_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES blog.users(org_id, id);


--
-- Name: posts_all posts_all_deleted_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.posts_all
    ADD CONSTRAINT posts_all_deleted_by_fkey FOREIGN KEY (org_id, deleted_by) REFERENCES blog.users(org_id, id);


--
-- Name: posts_all posts_all_org_id_author_id_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.posts_all
    ADD CONSTRAINT posts_all_org_id_author_id_fkey FOREIGN KEY (org_id, author_id) REFERENCES blog.users(org_id, id);


--
-- Name: posts_all posts_all_org_id_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.posts_all
    ADD CONSTRAINT posts_all_org_id_fkey FOREIGN KEY (org_id) REFERENCES blog.organisations(org_id);


--
-- Name: posts_all posts_all_updated_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.posts_all
    ADD CONSTRAINT posts_all_updated_by_fkey FOREIGN KEY (org_id, updated_by) REFERENCES blog.users(org_id, id);


--
-- Name: users users_created_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.users
    ADD CONSTRAINT users_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES blog.users(org_id, id);


--
-- Name: users users_deleted_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.users
    ADD CONSTRAINT users_deleted_by_fkey FOREIGN KEY (org_id, deleted_by) REFERENCES blog.users(org_id, id);


--
-- Name: users users_org_id_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.users
    ADD CONSTRAINT users_org_id_fkey FOREIGN KEY (org_id) REFERENCES blog.organisations(org_id);


--
-- Name: users users_updated_by_fkey; Type: FK CONSTRAINT; Schema: blog; Owner: gb_owner
--

ALTER TABLE ONLY blog.users
    ADD CONSTRAINT users_updated_by_fkey FOREIGN KEY (org_id, updated_by) REFERENCES blog.users(org_id, id);


--
-- Name: idempotency_keys backup; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY backup ON app.idempotency_keys FOR SELECT TO gb_backup USING (true);


--
-- Name: imports backup; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY backup ON app.imports FOR SELECT TO gb_backup USING (true);


--
-- Name: idempotency_keys expired; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY expired ON app.idempotency_keys TO gb_retention USING ((used_at < (now() - '24:00:00'::interval))) WITH CHECK (false);


--
-- Name: idempotency_keys; Type: ROW SECURITY; Schema: app; Owner: gb_owner
--

ALTER TABLE app.idempotency_keys ENABLE ROW LEVEL SECURITY;

--
-- Name: imports; Type: ROW SECURITY; Schema: app; Owner: gb_owner
--

ALTER TABLE app.imports ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_keys own_keys; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY own_keys ON app.idempotency_keys AS RESTRICTIVE TO gb_app USING ((user_id = app.usr())) WITH CHECK ((user_id = app.usr()));


--
-- Name: idempotency_keys tenant; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY tenant ON app.idempotency_keys TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: imports tenant; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY tenant ON app.imports TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: idempotency_keys tenant_only; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY tenant_only ON app.idempotency_keys AS RESTRICTIVE TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: imports tenant_only; Type: POLICY; Schema: app; Owner: gb_owner
--

CREATE POLICY tenant_only ON app.imports AS RESTRICTIVE TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: audit_log; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log_202609; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log_202609 ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log_202610; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log_202610 ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log_202611; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log_202611 ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log_202612; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log_202612 ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log_202701; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log_202701 ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log_202702; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log_202702 ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log_default; Type: ROW SECURITY; Schema: audit; Owner: gb_owner
--

ALTER TABLE audit.audit_log_default ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_log backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log_202609 backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log_202609 FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log_202610 backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log_202610 FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log_202611 backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log_202611 FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log_202612 backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log_202612 FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log_202701 backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log_202701 FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log_202702 backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log_202702 FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log_default backup; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY backup ON audit.audit_log_default FOR SELECT TO gb_backup USING (true);


--
-- Name: audit_log capture; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY capture ON audit.audit_log FOR INSERT TO gb_audit_writer WITH CHECK (true);


--
-- Name: audit_log find; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY find ON audit.audit_log FOR SELECT TO gb_finder USING (true);


--
-- Name: audit_log own_history; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY own_history ON audit.audit_log AS RESTRICTIVE FOR SELECT TO gb_app USING ((app.is_editor() OR audit.is_own(table_name, record_id)));


--
-- Name: audit_log tenant; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY tenant ON audit.audit_log TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: audit_log tenant_only; Type: POLICY; Schema: audit; Owner: gb_owner
--

CREATE POLICY tenant_only ON audit.audit_log AS RESTRICTIVE TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: users admin_inserts; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY admin_inserts ON blog.users AS RESTRICTIVE FOR INSERT TO gb_app WITH CHECK (app.is_admin());


--
-- Name: users admin_or_self_updates; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY admin_or_self_updates ON blog.users AS RESTRICTIVE FOR UPDATE TO gb_app USING ((app.is_admin() OR (id = app.usr()))) WITH CHECK ((app.is_admin() OR (id = app.usr())));


--
-- Name: comments_all author_inserts; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY author_inserts ON blog.comments_all AS RESTRICTIVE FOR INSERT TO gb_app WITH CHECK (((author_id = app.writer()) OR app.is_editor()));


--
-- Name: posts_all author_inserts; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY author_inserts ON blog.posts_all AS RESTRICTIVE FOR INSERT TO gb_app WITH CHECK (((author_id = app.writer()) OR app.is_editor()));


--
-- Name: comments_all author_updates; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY author_updates ON blog.comments_all AS RESTRICTIVE FOR UPDATE TO gb_app USING (((author_id = app.writer()) OR app.is_editor())) WITH CHECK (((author_id = app.writer()) OR app.is_editor()));


--
-- Name: posts_all author_updates; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY author_updates ON blog.posts_all AS RESTRICTIVE FOR UPDATE TO gb_app USING (((author_id = app.writer()) OR app.is_editor())) WITH CHECK (((author_id = app.writer()) OR app.is_editor()));


--
-- Name: comments_all backup; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY backup ON blog.comments_all FOR SELECT TO gb_backup USING (true);


--
-- Name: organisations backup; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY backup ON blog.organisations FOR SELECT TO gb_backup USING (true);


--
-- Name: posts_all backup; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY backup ON blog.posts_all FOR SELECT TO gb_backup USING (true);


--
-- Name: users backup; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY backup ON blog.users FOR SELECT TO gb_backup USING (true);


--
-- Name: comments_all; Type: ROW SECURITY; Schema: blog; Owner: gb_owner
--

ALTER TABLE blog.comments_all ENABLE ROW LEVEL SECURITY;

--
-- Name: posts_all find; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY find ON blog.posts_all FOR SELECT TO gb_finder USING (true);


--
-- Name: organisations identify; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY identify ON blog.organisations FOR SELECT TO gb_identity USING (true);


--
-- Name: users identify; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY identify ON blog.users FOR SELECT TO gb_identity USING (true);


--
-- Name: organisations; Type: ROW SECURITY; Schema: blog; Owner: gb_owner
--

ALTER TABLE blog.organisations ENABLE ROW LEVEL SECURITY;

--
-- Name: posts_all; Type: ROW SECURITY; Schema: blog; Owner: gb_owner
--

ALTER TABLE blog.posts_all ENABLE ROW LEVEL SECURITY;

--
-- Name: comments_all purge; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY purge ON blog.comments_all TO gb_purger USING (((org_id = app.org()) AND (deleted_at IS NOT NULL) AND app.is_admin())) WITH CHECK (false);


--
-- Name: posts_all purge; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY purge ON blog.posts_all TO gb_purger USING (((org_id = app.org()) AND (deleted_at IS NOT NULL) AND app.is_admin())) WITH CHECK (false);


--
-- Name: comments_all readers; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY readers ON blog.comments_all AS RESTRICTIVE FOR SELECT TO gb_app USING (((deleted_at IS NULL) OR (author_id = app.writer()) OR app.is_editor()));


--
-- Name: posts_all readers; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY readers ON blog.posts_all AS RESTRICTIVE FOR SELECT TO gb_app USING (blog.may_read_post(status, author_id, deleted_at));


--
-- Name: comments_all retention; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY retention ON blog.comments_all TO gb_retention USING ((deleted_at < (now() - app.trash_keep()))) WITH CHECK (false);


--
-- Name: posts_all retention; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY retention ON blog.posts_all TO gb_retention USING ((deleted_at < (now() - app.trash_keep()))) WITH CHECK (false);


--
-- Name: comments_all tenant; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant ON blog.comments_all TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: organisations tenant; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant ON blog.organisations TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: posts_all tenant; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant ON blog.posts_all TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: users tenant; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant ON blog.users TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: comments_all tenant_only; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant_only ON blog.comments_all AS RESTRICTIVE TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: organisations tenant_only; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant_only ON blog.organisations AS RESTRICTIVE TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: posts_all tenant_only; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant_only ON blog.posts_all AS RESTRICTIVE TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: users tenant_only; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY tenant_only ON blog.users AS RESTRICTIVE TO gb_owner, gb_app USING ((org_id = app.org())) WITH CHECK ((org_id = app.org()));


--
-- Name: users; Type: ROW SECURITY; Schema: blog; Owner: gb_owner
--

ALTER TABLE blog.users ENABLE ROW LEVEL SECURITY;

--
-- Name: comments_all with_parent; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY with_parent ON blog.comments_all AS RESTRICTIVE FOR SELECT TO gb_app USING ((EXISTS ( SELECT
   FROM blog.posts_all p
  WHERE ((p.org_id = comments_all.org_id) AND (p.id = comments_all.post_id) AND (p.deleted_at IS NULL))
 OFFSET 0)));


--
-- Name: comments_all with_parent_inserts; Type: POLICY; Schema: blog; Owner: gb_owner
--

CREATE POLICY with_parent_inserts ON blog.comments_all AS RESTRICTIVE FOR INSERT TO gb_app WITH CHECK ((EXISTS ( SELECT
   FROM blog.posts_all p
  WHERE ((p.org_id = comments_all.org_id) AND (p.id = comments_all.post_id) AND (p.deleted_at IS NULL))
 OFFSET 0)));


--
-- Name: SCHEMA app; Type: ACL; Schema: -; Owner: gb_owner
--

GRANT USAGE ON SCHEMA app TO gb_app;
GRANT USAGE ON SCHEMA app TO gb_purger;
GRANT USAGE ON SCHEMA app TO gb_retention;
GRANT USAGE ON SCHEMA app TO gb_identity;
GRANT USAGE ON SCHEMA app TO gb_audit_writer;
GRANT USAGE ON SCHEMA app TO gb_finder;
GRANT USAGE ON SCHEMA app TO gb_backup;


--
-- Name: SCHEMA audit; Type: ACL; Schema: -; Owner: gb_owner
--

GRANT USAGE ON SCHEMA audit TO gb_app;
GRANT USAGE ON SCHEMA audit TO gb_purger;
GRANT USAGE ON SCHEMA audit TO gb_retention;
GRANT USAGE ON SCHEMA audit TO gb_identity;
GRANT USAGE ON SCHEMA audit TO gb_audit_writer;
GRANT USAGE ON SCHEMA audit TO gb_finder;
GRANT USAGE ON SCHEMA audit TO gb_backup;


--
-- Name: SCHEMA blog; Type: ACL; Schema: -; Owner: gb_owner
--

GRANT USAGE ON SCHEMA blog TO gb_app;
GRANT USAGE ON SCHEMA blog TO gb_purger;
GRANT USAGE ON SCHEMA blog TO gb_retention;
GRANT USAGE ON SCHEMA blog TO gb_identity;
GRANT USAGE ON SCHEMA blog TO gb_finder;
GRANT USAGE ON SCHEMA blog TO gb_backup;


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;


--
-- Name: LANGUAGE plpgsql; Type: ACL; Schema: -; Owner: postgres
--

REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC;
GRANT ALL ON LANGUAGE plpgsql TO gb_owner;
GRANT ALL ON LANGUAGE plpgsql TO gb_audit_writer;
GRANT ALL ON LANGUAGE plpgsql TO gb_purger;
GRANT ALL ON LANGUAGE plpgsql TO gb_retention;


--
-- Name: FUNCTION attack(p_attacker bigint, p_victim bigint); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.attack(p_attacker bigint, p_victim bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION app.attack(p_attacker bigint, p_victim bigint) TO gb_app;


--
-- Name: FUNCTION attack_clock(p_attacker bigint); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.attack_clock(p_attacker bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION app.attack_clock(p_attacker bigint) TO gb_app;


--
-- Name: FUNCTION begin_epoch(p_restored boolean); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.begin_epoch(p_restored boolean) FROM PUBLIC;


--
-- Name: FUNCTION changed_organisations(p_orgs bigint[], p_since pg_snapshot[]); Type: ACL; Schema: app; Owner: gb_finder
--

REVOKE ALL ON FUNCTION app.changed_organisations(p_orgs bigint[], p_since pg_snapshot[]) FROM PUBLIC;
GRANT ALL ON FUNCTION app.changed_organisations(p_orgs bigint[], p_since pg_snapshot[]) TO gb_app;


--
-- Name: FUNCTION count_rows(p_orgs bigint[]); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.count_rows(p_orgs bigint[]) FROM PUBLIC;


--
-- Name: FUNCTION create_organisation(p_slug text, p_name text, p_admin_handle text, p_admin_name text); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.create_organisation(p_slug text, p_name text, p_admin_handle text, p_admin_name text) FROM PUBLIC;


--
-- Name: FUNCTION derived_columns(p_table regclass); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.derived_columns(p_table regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION app.derived_columns(p_table regclass) TO gb_app;
GRANT ALL ON FUNCTION app.derived_columns(p_table regclass) TO gb_retention;


--
-- Name: TABLE epochs; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT SELECT ON TABLE app.epochs TO gb_app;
GRANT SELECT ON TABLE app.epochs TO gb_finder;
GRANT SELECT ON TABLE app.epochs TO gb_backup;


--
-- Name: FUNCTION epoch(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.epoch() FROM PUBLIC;
GRANT ALL ON FUNCTION app.epoch() TO gb_app;
GRANT ALL ON FUNCTION app.epoch() TO gb_finder;


--
-- Name: FUNCTION epoch_begins_above(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.epoch_begins_above() FROM PUBLIC;
GRANT ALL ON FUNCTION app.epoch_begins_above() TO gb_app;
GRANT ALL ON FUNCTION app.epoch_begins_above() TO gb_finder;


--
-- Name: FUNCTION in_epoch(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.in_epoch() FROM PUBLIC;
GRANT ALL ON FUNCTION app.in_epoch() TO gb_app;
GRANT ALL ON FUNCTION app.in_epoch() TO gb_finder;


--
-- Name: FUNCTION epoch_label(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.epoch_label() FROM PUBLIC;
GRANT ALL ON FUNCTION app.epoch_label() TO gb_app;
GRANT ALL ON FUNCTION app.epoch_label() TO gb_finder;


--
-- Name: FUNCTION forget_keys(); Type: ACL; Schema: app; Owner: gb_retention
--

REVOKE ALL ON FUNCTION app.forget_keys() FROM PUBLIC;
GRANT ALL ON FUNCTION app.forget_keys() TO gb_app;


--
-- Name: FUNCTION identify(p_org text, p_user text); Type: ACL; Schema: app; Owner: gb_identity
--

REVOKE ALL ON FUNCTION app.identify(p_org text, p_user text) FROM PUBLIC;
GRANT ALL ON FUNCTION app.identify(p_org text, p_user text) TO gb_app;


--
-- Name: FUNCTION isolate(p_table regclass); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.isolate(p_table regclass) FROM PUBLIC;


--
-- Name: FUNCTION let_authors_write(p_table regclass); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.let_authors_write(p_table regclass) FROM PUBLIC;


--
-- Name: FUNCTION lint(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.lint() FROM PUBLIC;
GRANT ALL ON FUNCTION app.lint() TO gb_app;
GRANT ALL ON FUNCTION app.lint() TO gb_retention;


--
-- Name: FUNCTION moment(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.moment() FROM PUBLIC;
GRANT ALL ON FUNCTION app.moment() TO gb_app;
GRANT ALL ON FUNCTION app.moment() TO gb_finder;


--
-- Name: FUNCTION newest_transaction(); Type: ACL; Schema: app; Owner: gb_finder
--

REVOKE ALL ON FUNCTION app.newest_transaction() FROM PUBLIC;
GRANT ALL ON FUNCTION app.newest_transaction() TO gb_owner;


--
-- Name: FUNCTION protect(p_table regclass, p_fixed text[], p_read_only boolean, p_renamed jsonb); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.protect(p_table regclass, p_fixed text[], p_read_only boolean, p_renamed jsonb) FROM PUBLIC;


--
-- Name: FUNCTION purge(p_table regclass, p_id bigint, p_version integer); Type: ACL; Schema: app; Owner: gb_purger
--

REVOKE ALL ON FUNCTION app.purge(p_table regclass, p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.purge(p_table regclass, p_id bigint, p_version integer) TO gb_app;


--
-- Name: FUNCTION purge_trash(p_batch integer); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.purge_trash(p_batch integer) FROM PUBLIC;
GRANT ALL ON FUNCTION app.purge_trash(p_batch integer) TO gb_retention;


--
-- Name: FUNCTION refuse(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.refuse() FROM PUBLIC;


--
-- Name: FUNCTION seal_database(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.seal_database() FROM PUBLIC;


--
-- Name: FUNCTION search_posts(p_query text); Type: ACL; Schema: app; Owner: gb_finder
--

REVOKE ALL ON FUNCTION app.search_posts(p_query text) FROM PUBLIC;
GRANT ALL ON FUNCTION app.search_posts(p_query text) TO gb_app;


--
-- Name: FUNCTION show_with_parent(p_table regclass); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.show_with_parent(p_table regclass) FROM PUBLIC;


--
-- Name: FUNCTION stamp(); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.stamp() FROM PUBLIC;


--
-- Name: FUNCTION take_key(p_key text, p_fingerprint bytea, OUT used_in xid8, OUT is_same boolean, OUT above_entry bigint, OUT up_to_entry bigint); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.take_key(p_key text, p_fingerprint bytea, OUT used_in xid8, OUT is_same boolean, OUT above_entry bigint, OUT up_to_entry bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION app.take_key(p_key text, p_fingerprint bytea, OUT used_in xid8, OUT is_same boolean, OUT above_entry bigint, OUT up_to_entry bigint) TO gb_app;


--
-- Name: FUNCTION taken_slugs(p_slugs text[]); Type: ACL; Schema: app; Owner: gb_finder
--

REVOKE ALL ON FUNCTION app.taken_slugs(p_slugs text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION app.taken_slugs(p_slugs text[]) TO gb_app;


--
-- Name: FUNCTION write_at(p_moment timestamp with time zone); Type: ACL; Schema: app; Owner: gb_owner
--

REVOKE ALL ON FUNCTION app.write_at(p_moment timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION add_month(p_month timestamp with time zone); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.add_month(p_month timestamp with time zone) FROM PUBLIC;


--
-- Name: FUNCTION capture_comments_all(); Type: ACL; Schema: audit; Owner: gb_audit_writer
--

REVOKE ALL ON FUNCTION audit.capture_comments_all() FROM PUBLIC;
GRANT ALL ON FUNCTION audit.capture_comments_all() TO gb_owner;


--
-- Name: FUNCTION capture_organisations(); Type: ACL; Schema: audit; Owner: gb_audit_writer
--

REVOKE ALL ON FUNCTION audit.capture_organisations() FROM PUBLIC;
GRANT ALL ON FUNCTION audit.capture_organisations() TO gb_owner;


--
-- Name: FUNCTION capture_posts_all(); Type: ACL; Schema: audit; Owner: gb_audit_writer
--

REVOKE ALL ON FUNCTION audit.capture_posts_all() FROM PUBLIC;
GRANT ALL ON FUNCTION audit.capture_posts_all() TO gb_owner;


--
-- Name: FUNCTION capture_source(p_table regclass); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.capture_source(p_table regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.capture_source(p_table regclass) TO gb_app;
GRANT ALL ON FUNCTION audit.capture_source(p_table regclass) TO gb_retention;


--
-- Name: FUNCTION capture_users(); Type: ACL; Schema: audit; Owner: gb_audit_writer
--

REVOKE ALL ON FUNCTION audit.capture_users() FROM PUBLIC;
GRANT ALL ON FUNCTION audit.capture_users() TO gb_owner;


--
-- Name: FUNCTION column_now(p_table text, p_column text, p_at timestamp with time zone); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.column_now(p_table text, p_column text, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.column_now(p_table text, p_column text, p_at timestamp with time zone) TO gb_app;


--
-- Name: FUNCTION drop_oldest(p_keep interval); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.drop_oldest(p_keep interval) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.drop_oldest(p_keep interval) TO gb_retention;


--
-- Name: FUNCTION ensure_partitions(p_ahead integer); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.ensure_partitions(p_ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.ensure_partitions(p_ahead integer) TO gb_retention;
GRANT ALL ON FUNCTION audit.ensure_partitions(p_ahead integer) TO gb_app;


--
-- Name: FUNCTION incomplete(p_org bigint); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.incomplete(p_org bigint) FROM PUBLIC;


--
-- Name: TABLE comments_all; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON TABLE blog.comments_all TO gb_app;
GRANT DELETE ON TABLE blog.comments_all TO gb_purger;
GRANT DELETE ON TABLE blog.comments_all TO gb_retention;
GRANT SELECT ON TABLE blog.comments_all TO gb_backup;


--
-- Name: COLUMN comments_all.org_id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(org_id) ON TABLE blog.comments_all TO gb_app;
GRANT SELECT(org_id) ON TABLE blog.comments_all TO gb_purger;
GRANT SELECT(org_id) ON TABLE blog.comments_all TO gb_retention;


--
-- Name: COLUMN comments_all.id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(id) ON TABLE blog.comments_all TO gb_purger;
GRANT SELECT(id) ON TABLE blog.comments_all TO gb_retention;


--
-- Name: COLUMN comments_all.post_id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(post_id) ON TABLE blog.comments_all TO gb_app;


--
-- Name: COLUMN comments_all.author_id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(author_id) ON TABLE blog.comments_all TO gb_app;


--
-- Name: COLUMN comments_all.body; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(body),UPDATE(body) ON TABLE blog.comments_all TO gb_app;


--
-- Name: COLUMN comments_all.version; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(version) ON TABLE blog.comments_all TO gb_purger;


--
-- Name: COLUMN comments_all.deleted_at; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT UPDATE(deleted_at) ON TABLE blog.comments_all TO gb_app;
GRANT SELECT(deleted_at) ON TABLE blog.comments_all TO gb_purger;
GRANT SELECT(deleted_at) ON TABLE blog.comments_all TO gb_retention;


--
-- Name: TABLE posts_all; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT DELETE ON TABLE blog.posts_all TO gb_purger;
GRANT DELETE ON TABLE blog.posts_all TO gb_retention;
GRANT SELECT ON TABLE blog.posts_all TO gb_app;
GRANT SELECT ON TABLE blog.posts_all TO gb_backup;


--
-- Name: COLUMN posts_all.org_id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(org_id) ON TABLE blog.posts_all TO gb_purger;
GRANT SELECT(org_id) ON TABLE blog.posts_all TO gb_retention;
GRANT SELECT(org_id) ON TABLE blog.posts_all TO gb_finder;
GRANT INSERT(org_id) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(id) ON TABLE blog.posts_all TO gb_purger;
GRANT SELECT(id) ON TABLE blog.posts_all TO gb_retention;
GRANT SELECT(id) ON TABLE blog.posts_all TO gb_finder;


--
-- Name: COLUMN posts_all.author_id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(author_id) ON TABLE blog.posts_all TO gb_finder;
GRANT INSERT(author_id) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.title; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(title),UPDATE(title) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.slug; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(slug) ON TABLE blog.posts_all TO gb_finder;
GRANT INSERT(slug),UPDATE(slug) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.body; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(body),UPDATE(body) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.status; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(status) ON TABLE blog.posts_all TO gb_finder;
GRANT INSERT(status),UPDATE(status) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.tags; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(tags),UPDATE(tags) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.published_at; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(published_at),UPDATE(published_at) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.version; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(version) ON TABLE blog.posts_all TO gb_purger;


--
-- Name: COLUMN posts_all.deleted_at; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(deleted_at) ON TABLE blog.posts_all TO gb_purger;
GRANT SELECT(deleted_at) ON TABLE blog.posts_all TO gb_retention;
GRANT SELECT(deleted_at) ON TABLE blog.posts_all TO gb_finder;
GRANT UPDATE(deleted_at) ON TABLE blog.posts_all TO gb_app;


--
-- Name: COLUMN posts_all.document; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(document) ON TABLE blog.posts_all TO gb_finder;


--
-- Name: COLUMN posts_all.metadata; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(metadata),UPDATE(metadata) ON TABLE blog.posts_all TO gb_app;


--
-- Name: FUNCTION kept_since(); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.kept_since() FROM PUBLIC;


--
-- Name: FUNCTION post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.post_changes(p_from pg_snapshot, p_to pg_snapshot, p_above bigint, p_limit integer) TO gb_app;


--
-- Name: FUNCTION revision(p_table regclass, p_id bigint, p_version integer); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.revision(p_table regclass, p_id bigint, p_version integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.revision(p_table regclass, p_id bigint, p_version integer) TO gb_app;


--
-- Name: FUNCTION version_at(p_table regclass, p_id bigint, p_at timestamp with time zone); Type: ACL; Schema: audit; Owner: gb_owner
--

REVOKE ALL ON FUNCTION audit.version_at(p_table regclass, p_id bigint, p_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.version_at(p_table regclass, p_id bigint, p_at timestamp with time zone) TO gb_app;


--
-- Name: FUNCTION first_published(); Type: ACL; Schema: blog; Owner: gb_owner
--

REVOKE ALL ON FUNCTION blog.first_published() FROM PUBLIC;


--
-- Name: FUNCTION guard_roles(); Type: ACL; Schema: blog; Owner: gb_owner
--

REVOKE ALL ON FUNCTION blog.guard_roles() FROM PUBLIC;


--
-- Name: FUNCTION write_document(); Type: ACL; Schema: blog; Owner: gb_owner
--

REVOKE ALL ON FUNCTION blog.write_document() FROM PUBLIC;


--
-- Name: FUNCTION cursor_to_xml(cursor refcursor, count integer, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.cursor_to_xml(cursor refcursor, count integer, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.cursor_to_xml(cursor refcursor, count integer, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION cursor_to_xmlschema(cursor refcursor, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.cursor_to_xmlschema(cursor refcursor, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.cursor_to_xmlschema(cursor refcursor, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION database_to_xml(nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.database_to_xml(nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.database_to_xml(nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION database_to_xml_and_xmlschema(nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.database_to_xml_and_xmlschema(nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.database_to_xml_and_xmlschema(nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION database_to_xmlschema(nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.database_to_xmlschema(nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.database_to_xmlschema(nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION lo_creat(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_creat(integer) TO pg_monitor;


--
-- Name: FUNCTION lo_create(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_create(oid) TO pg_monitor;


--
-- Name: FUNCTION lo_from_bytea(oid, bytea); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) TO pg_monitor;


--
-- Name: FUNCTION lo_open(oid, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_open(oid, integer) TO pg_monitor;


--
-- Name: FUNCTION lo_put(oid, bigint, bytea); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) TO pg_monitor;


--
-- Name: FUNCTION lo_unlink(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.lo_unlink(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.lo_unlink(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_lock_shared(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_unlock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_unlock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_unlock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_unlock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_unlock_shared(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_xact_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_xact_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_xact_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_advisory_xact_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_advisory_xact_lock_shared(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_blocking_pids(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_blocking_pids(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_blocking_pids(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_cancel_backend(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_cancel_backend(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_cancel_backend(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_database_size(name); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_database_size(name) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_database_size(name) TO pg_monitor;


--
-- Name: FUNCTION pg_database_size(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_database_size(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_database_size(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_export_snapshot(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_export_snapshot() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_export_snapshot() TO pg_monitor;


--
-- Name: FUNCTION pg_indexes_size(regclass); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_indexes_size(regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_indexes_size(regclass) TO pg_monitor;


--
-- Name: FUNCTION pg_lock_status(OUT locktype text, OUT database oid, OUT relation oid, OUT page integer, OUT tuple smallint, OUT virtualxid text, OUT transactionid xid, OUT classid oid, OUT objid oid, OUT objsubid smallint, OUT virtualtransaction text, OUT pid integer, OUT mode text, OUT granted boolean, OUT fastpath boolean, OUT waitstart timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_lock_status(OUT locktype text, OUT database oid, OUT relation oid, OUT page integer, OUT tuple smallint, OUT virtualxid text, OUT transactionid xid, OUT classid oid, OUT objid oid, OUT objsubid smallint, OUT virtualtransaction text, OUT pid integer, OUT mode text, OUT granted boolean, OUT fastpath boolean, OUT waitstart timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_lock_status(OUT locktype text, OUT database oid, OUT relation oid, OUT page integer, OUT tuple smallint, OUT virtualxid text, OUT transactionid xid, OUT classid oid, OUT objid oid, OUT objsubid smallint, OUT virtualtransaction text, OUT pid integer, OUT mode text, OUT granted boolean, OUT fastpath boolean, OUT waitstart timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_notify(text, text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_notify(text, text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_notify(text, text) TO pg_monitor;


--
-- Name: FUNCTION pg_relation_size(regclass); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_relation_size(regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_relation_size(regclass) TO pg_monitor;


--
-- Name: FUNCTION pg_relation_size(regclass, text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_relation_size(regclass, text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_relation_size(regclass, text) TO pg_monitor;


--
-- Name: FUNCTION pg_sequence_last_value(regclass); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_sequence_last_value(regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_sequence_last_value(regclass) TO pg_monitor;


--
-- Name: FUNCTION pg_sleep(double precision); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_sleep(double precision) TO pg_monitor;


--
-- Name: FUNCTION pg_sleep_for(interval); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_sleep_for(interval) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_sleep_for(interval) TO pg_monitor;


--
-- Name: FUNCTION pg_sleep_until(timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_sleep_until(timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_sleep_until(timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_activity(pid integer, OUT datid oid, OUT pid integer, OUT usesysid oid, OUT application_name text, OUT state text, OUT query text, OUT wait_event_type text, OUT wait_event text, OUT xact_start timestamp with time zone, OUT query_start timestamp with time zone, OUT backend_start timestamp with time zone, OUT state_change timestamp with time zone, OUT client_addr inet, OUT client_hostname text, OUT client_port integer, OUT backend_xid xid, OUT backend_xmin xid, OUT backend_type text, OUT ssl boolean, OUT sslversion text, OUT sslcipher text, OUT sslbits integer, OUT ssl_client_dn text, OUT ssl_client_serial numeric, OUT ssl_issuer_dn text, OUT gss_auth boolean, OUT gss_princ text, OUT gss_enc boolean, OUT leader_pid integer, OUT query_id bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_activity(pid integer, OUT datid oid, OUT pid integer, OUT usesysid oid, OUT application_name text, OUT state text, OUT query text, OUT wait_event_type text, OUT wait_event text, OUT xact_start timestamp with time zone, OUT query_start timestamp with time zone, OUT backend_start timestamp with time zone, OUT state_change timestamp with time zone, OUT client_addr inet, OUT client_hostname text, OUT client_port integer, OUT backend_xid xid, OUT backend_xmin xid, OUT backend_type text, OUT ssl boolean, OUT sslversion text, OUT sslcipher text, OUT sslbits integer, OUT ssl_client_dn text, OUT ssl_client_serial numeric, OUT ssl_issuer_dn text, OUT gss_auth boolean, OUT gss_princ text, OUT gss_enc boolean, OUT leader_pid integer, OUT query_id bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_activity(pid integer, OUT datid oid, OUT pid integer, OUT usesysid oid, OUT application_name text, OUT state text, OUT query text, OUT wait_event_type text, OUT wait_event text, OUT xact_start timestamp with time zone, OUT query_start timestamp with time zone, OUT backend_start timestamp with time zone, OUT state_change timestamp with time zone, OUT client_addr inet, OUT client_hostname text, OUT client_port integer, OUT backend_xid xid, OUT backend_xmin xid, OUT backend_type text, OUT ssl boolean, OUT sslversion text, OUT sslcipher text, OUT sslbits integer, OUT ssl_client_dn text, OUT ssl_client_serial numeric, OUT ssl_issuer_dn text, OUT gss_auth boolean, OUT gss_princ text, OUT gss_enc boolean, OUT leader_pid integer, OUT query_id bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_analyze_count(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_analyze_count(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_analyze_count(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_archiver(OUT archived_count bigint, OUT last_archived_wal text, OUT last_archived_time timestamp with time zone, OUT failed_count bigint, OUT last_failed_wal text, OUT last_failed_time timestamp with time zone, OUT stats_reset timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_archiver(OUT archived_count bigint, OUT last_archived_wal text, OUT last_archived_time timestamp with time zone, OUT failed_count bigint, OUT last_failed_wal text, OUT last_failed_time timestamp with time zone, OUT stats_reset timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_archiver(OUT archived_count bigint, OUT last_archived_wal text, OUT last_archived_time timestamp with time zone, OUT failed_count bigint, OUT last_failed_wal text, OUT last_failed_time timestamp with time zone, OUT stats_reset timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_autoanalyze_count(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_autoanalyze_count(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_autoanalyze_count(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_autovacuum_count(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_autovacuum_count(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_autovacuum_count(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_activity(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_activity(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_activity(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_activity_start(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_activity_start(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_activity_start(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_client_addr(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_client_addr(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_client_addr(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_client_port(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_client_port(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_client_port(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_dbid(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_dbid(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_dbid(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_idset(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_idset() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_idset() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_pid(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_pid(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_pid(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_start(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_start(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_start(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_userid(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_userid(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_userid(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_wait_event(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_wait_event(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_wait_event(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_wait_event_type(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_wait_event_type(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_wait_event_type(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_backend_xact_start(integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_backend_xact_start(integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_backend_xact_start(integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_bgwriter_buf_written_checkpoints(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_buf_written_checkpoints() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_buf_written_checkpoints() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_bgwriter_buf_written_clean(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_buf_written_clean() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_buf_written_clean() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_bgwriter_maxwritten_clean(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_maxwritten_clean() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_maxwritten_clean() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_bgwriter_requested_checkpoints(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_requested_checkpoints() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_requested_checkpoints() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_bgwriter_stat_reset_time(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_stat_reset_time() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_stat_reset_time() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_bgwriter_timed_checkpoints(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_timed_checkpoints() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_bgwriter_timed_checkpoints() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_blocks_fetched(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_blocks_fetched(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_blocks_fetched(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_blocks_hit(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_blocks_hit(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_blocks_hit(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_buf_alloc(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_buf_alloc() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_buf_alloc() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_buf_fsync_backend(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_buf_fsync_backend() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_buf_fsync_backend() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_buf_written_backend(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_buf_written_backend() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_buf_written_backend() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_checkpoint_sync_time(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_checkpoint_sync_time() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_checkpoint_sync_time() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_checkpoint_write_time(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_checkpoint_write_time() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_checkpoint_write_time() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_active_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_active_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_active_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_blk_read_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_blk_read_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_blk_read_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_blk_write_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_blk_write_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_blk_write_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_blocks_fetched(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_blocks_fetched(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_blocks_fetched(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_blocks_hit(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_blocks_hit(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_blocks_hit(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_checksum_failures(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_checksum_failures(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_checksum_failures(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_checksum_last_failure(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_checksum_last_failure(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_checksum_last_failure(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_conflict_all(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_all(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_all(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_conflict_bufferpin(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_bufferpin(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_bufferpin(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_conflict_lock(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_lock(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_lock(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_conflict_snapshot(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_snapshot(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_snapshot(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_conflict_startup_deadlock(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_startup_deadlock(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_startup_deadlock(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_conflict_tablespace(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_tablespace(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_conflict_tablespace(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_deadlocks(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_deadlocks(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_deadlocks(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_idle_in_transaction_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_idle_in_transaction_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_idle_in_transaction_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_numbackends(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_numbackends(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_numbackends(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_session_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_session_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_session_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_sessions(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_sessions_abandoned(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions_abandoned(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions_abandoned(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_sessions_fatal(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions_fatal(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions_fatal(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_sessions_killed(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions_killed(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_sessions_killed(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_stat_reset_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_stat_reset_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_stat_reset_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_temp_bytes(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_temp_bytes(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_temp_bytes(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_temp_files(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_temp_files(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_temp_files(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_tuples_deleted(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_deleted(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_deleted(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_tuples_fetched(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_fetched(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_fetched(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_tuples_inserted(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_inserted(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_inserted(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_tuples_returned(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_returned(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_returned(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_tuples_updated(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_updated(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_tuples_updated(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_xact_commit(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_xact_commit(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_xact_commit(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_db_xact_rollback(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_db_xact_rollback(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_db_xact_rollback(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_dead_tuples(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_dead_tuples(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_dead_tuples(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_function_calls(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_function_calls(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_function_calls(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_function_self_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_function_self_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_function_self_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_function_total_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_function_total_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_function_total_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_ins_since_vacuum(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_ins_since_vacuum(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_ins_since_vacuum(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_last_analyze_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_last_analyze_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_last_analyze_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_last_autoanalyze_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_last_autoanalyze_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_last_autoanalyze_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_last_autovacuum_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_last_autovacuum_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_last_autovacuum_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_last_vacuum_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_last_vacuum_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_last_vacuum_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_live_tuples(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_live_tuples(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_live_tuples(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_mod_since_analyze(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_mod_since_analyze(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_mod_since_analyze(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_numscans(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_numscans(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_numscans(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_progress_info(cmdtype text, OUT pid integer, OUT datid oid, OUT relid oid, OUT param1 bigint, OUT param2 bigint, OUT param3 bigint, OUT param4 bigint, OUT param5 bigint, OUT param6 bigint, OUT param7 bigint, OUT param8 bigint, OUT param9 bigint, OUT param10 bigint, OUT param11 bigint, OUT param12 bigint, OUT param13 bigint, OUT param14 bigint, OUT param15 bigint, OUT param16 bigint, OUT param17 bigint, OUT param18 bigint, OUT param19 bigint, OUT param20 bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_progress_info(cmdtype text, OUT pid integer, OUT datid oid, OUT relid oid, OUT param1 bigint, OUT param2 bigint, OUT param3 bigint, OUT param4 bigint, OUT param5 bigint, OUT param6 bigint, OUT param7 bigint, OUT param8 bigint, OUT param9 bigint, OUT param10 bigint, OUT param11 bigint, OUT param12 bigint, OUT param13 bigint, OUT param14 bigint, OUT param15 bigint, OUT param16 bigint, OUT param17 bigint, OUT param18 bigint, OUT param19 bigint, OUT param20 bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_progress_info(cmdtype text, OUT pid integer, OUT datid oid, OUT relid oid, OUT param1 bigint, OUT param2 bigint, OUT param3 bigint, OUT param4 bigint, OUT param5 bigint, OUT param6 bigint, OUT param7 bigint, OUT param8 bigint, OUT param9 bigint, OUT param10 bigint, OUT param11 bigint, OUT param12 bigint, OUT param13 bigint, OUT param14 bigint, OUT param15 bigint, OUT param16 bigint, OUT param17 bigint, OUT param18 bigint, OUT param19 bigint, OUT param20 bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_recovery_prefetch(OUT stats_reset timestamp with time zone, OUT prefetch bigint, OUT hit bigint, OUT skip_init bigint, OUT skip_new bigint, OUT skip_fpw bigint, OUT skip_rep bigint, OUT wal_distance integer, OUT block_distance integer, OUT io_depth integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_recovery_prefetch(OUT stats_reset timestamp with time zone, OUT prefetch bigint, OUT hit bigint, OUT skip_init bigint, OUT skip_new bigint, OUT skip_fpw bigint, OUT skip_rep bigint, OUT wal_distance integer, OUT block_distance integer, OUT io_depth integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_recovery_prefetch(OUT stats_reset timestamp with time zone, OUT prefetch bigint, OUT hit bigint, OUT skip_init bigint, OUT skip_new bigint, OUT skip_fpw bigint, OUT skip_rep bigint, OUT wal_distance integer, OUT block_distance integer, OUT io_depth integer) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_replication_slot(slot_name text, OUT slot_name text, OUT spill_txns bigint, OUT spill_count bigint, OUT spill_bytes bigint, OUT stream_txns bigint, OUT stream_count bigint, OUT stream_bytes bigint, OUT total_txns bigint, OUT total_bytes bigint, OUT stats_reset timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_replication_slot(slot_name text, OUT slot_name text, OUT spill_txns bigint, OUT spill_count bigint, OUT spill_bytes bigint, OUT stream_txns bigint, OUT stream_count bigint, OUT stream_bytes bigint, OUT total_txns bigint, OUT total_bytes bigint, OUT stats_reset timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_replication_slot(slot_name text, OUT slot_name text, OUT spill_txns bigint, OUT spill_count bigint, OUT spill_bytes bigint, OUT stream_txns bigint, OUT stream_count bigint, OUT stream_bytes bigint, OUT total_txns bigint, OUT total_bytes bigint, OUT stats_reset timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_slru(OUT name text, OUT blks_zeroed bigint, OUT blks_hit bigint, OUT blks_read bigint, OUT blks_written bigint, OUT blks_exists bigint, OUT flushes bigint, OUT truncates bigint, OUT stats_reset timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_slru(OUT name text, OUT blks_zeroed bigint, OUT blks_hit bigint, OUT blks_read bigint, OUT blks_written bigint, OUT blks_exists bigint, OUT flushes bigint, OUT truncates bigint, OUT stats_reset timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_slru(OUT name text, OUT blks_zeroed bigint, OUT blks_hit bigint, OUT blks_read bigint, OUT blks_written bigint, OUT blks_exists bigint, OUT flushes bigint, OUT truncates bigint, OUT stats_reset timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_snapshot_timestamp(); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_snapshot_timestamp() FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_snapshot_timestamp() TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_subscription(subid oid, OUT subid oid, OUT relid oid, OUT pid integer, OUT received_lsn pg_lsn, OUT last_msg_send_time timestamp with time zone, OUT last_msg_receipt_time timestamp with time zone, OUT latest_end_lsn pg_lsn, OUT latest_end_time timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_subscription(subid oid, OUT subid oid, OUT relid oid, OUT pid integer, OUT received_lsn pg_lsn, OUT last_msg_send_time timestamp with time zone, OUT last_msg_receipt_time timestamp with time zone, OUT latest_end_lsn pg_lsn, OUT latest_end_time timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_subscription(subid oid, OUT subid oid, OUT relid oid, OUT pid integer, OUT received_lsn pg_lsn, OUT last_msg_send_time timestamp with time zone, OUT last_msg_receipt_time timestamp with time zone, OUT latest_end_lsn pg_lsn, OUT latest_end_time timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_subscription_stats(subid oid, OUT subid oid, OUT apply_error_count bigint, OUT sync_error_count bigint, OUT stats_reset timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_subscription_stats(subid oid, OUT subid oid, OUT apply_error_count bigint, OUT sync_error_count bigint, OUT stats_reset timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_subscription_stats(subid oid, OUT subid oid, OUT apply_error_count bigint, OUT sync_error_count bigint, OUT stats_reset timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_tuples_deleted(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_deleted(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_deleted(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_tuples_fetched(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_fetched(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_fetched(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_tuples_hot_updated(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_hot_updated(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_hot_updated(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_tuples_inserted(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_inserted(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_inserted(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_tuples_returned(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_returned(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_returned(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_tuples_updated(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_updated(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_tuples_updated(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_vacuum_count(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_vacuum_count(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_vacuum_count(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_wal(OUT wal_records bigint, OUT wal_fpi bigint, OUT wal_bytes numeric, OUT wal_buffers_full bigint, OUT wal_write bigint, OUT wal_sync bigint, OUT wal_write_time double precision, OUT wal_sync_time double precision, OUT stats_reset timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_wal(OUT wal_records bigint, OUT wal_fpi bigint, OUT wal_bytes numeric, OUT wal_buffers_full bigint, OUT wal_write bigint, OUT wal_sync bigint, OUT wal_write_time double precision, OUT wal_sync_time double precision, OUT stats_reset timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_wal(OUT wal_records bigint, OUT wal_fpi bigint, OUT wal_bytes numeric, OUT wal_buffers_full bigint, OUT wal_write bigint, OUT wal_sync bigint, OUT wal_write_time double precision, OUT wal_sync_time double precision, OUT stats_reset timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_wal_receiver(OUT pid integer, OUT status text, OUT receive_start_lsn pg_lsn, OUT receive_start_tli integer, OUT written_lsn pg_lsn, OUT flushed_lsn pg_lsn, OUT received_tli integer, OUT last_msg_send_time timestamp with time zone, OUT last_msg_receipt_time timestamp with time zone, OUT latest_end_lsn pg_lsn, OUT latest_end_time timestamp with time zone, OUT slot_name text, OUT sender_host text, OUT sender_port integer, OUT conninfo text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_wal_receiver(OUT pid integer, OUT status text, OUT receive_start_lsn pg_lsn, OUT receive_start_tli integer, OUT written_lsn pg_lsn, OUT flushed_lsn pg_lsn, OUT received_tli integer, OUT last_msg_send_time timestamp with time zone, OUT last_msg_receipt_time timestamp with time zone, OUT latest_end_lsn pg_lsn, OUT latest_end_time timestamp with time zone, OUT slot_name text, OUT sender_host text, OUT sender_port integer, OUT conninfo text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_wal_receiver(OUT pid integer, OUT status text, OUT receive_start_lsn pg_lsn, OUT receive_start_tli integer, OUT written_lsn pg_lsn, OUT flushed_lsn pg_lsn, OUT received_tli integer, OUT last_msg_send_time timestamp with time zone, OUT last_msg_receipt_time timestamp with time zone, OUT latest_end_lsn pg_lsn, OUT latest_end_time timestamp with time zone, OUT slot_name text, OUT sender_host text, OUT sender_port integer, OUT conninfo text) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_wal_senders(OUT pid integer, OUT state text, OUT sent_lsn pg_lsn, OUT write_lsn pg_lsn, OUT flush_lsn pg_lsn, OUT replay_lsn pg_lsn, OUT write_lag interval, OUT flush_lag interval, OUT replay_lag interval, OUT sync_priority integer, OUT sync_state text, OUT reply_time timestamp with time zone); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_wal_senders(OUT pid integer, OUT state text, OUT sent_lsn pg_lsn, OUT write_lsn pg_lsn, OUT flush_lsn pg_lsn, OUT replay_lsn pg_lsn, OUT write_lag interval, OUT flush_lag interval, OUT replay_lag interval, OUT sync_priority integer, OUT sync_state text, OUT reply_time timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_wal_senders(OUT pid integer, OUT state text, OUT sent_lsn pg_lsn, OUT write_lsn pg_lsn, OUT flush_lsn pg_lsn, OUT replay_lsn pg_lsn, OUT write_lag interval, OUT flush_lag interval, OUT replay_lag interval, OUT sync_priority integer, OUT sync_state text, OUT reply_time timestamp with time zone) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_blocks_fetched(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_blocks_fetched(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_blocks_fetched(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_blocks_hit(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_blocks_hit(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_blocks_hit(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_function_calls(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_function_calls(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_function_calls(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_function_self_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_function_self_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_function_self_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_function_total_time(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_function_total_time(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_function_total_time(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_numscans(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_numscans(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_numscans(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_tuples_deleted(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_deleted(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_deleted(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_tuples_fetched(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_fetched(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_fetched(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_tuples_hot_updated(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_hot_updated(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_hot_updated(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_tuples_inserted(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_inserted(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_inserted(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_tuples_returned(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_returned(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_returned(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_stat_get_xact_tuples_updated(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_updated(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_stat_get_xact_tuples_updated(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_table_size(regclass); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_table_size(regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_table_size(regclass) TO pg_monitor;


--
-- Name: FUNCTION pg_tablespace_size(name); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_tablespace_size(name) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_tablespace_size(name) TO pg_monitor;


--
-- Name: FUNCTION pg_tablespace_size(oid); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_tablespace_size(oid) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_tablespace_size(oid) TO pg_monitor;


--
-- Name: FUNCTION pg_terminate_backend(pid integer, timeout bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_terminate_backend(pid integer, timeout bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_terminate_backend(pid integer, timeout bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_total_relation_size(regclass); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_total_relation_size(regclass) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_total_relation_size(regclass) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_lock_shared(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_xact_lock(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_xact_lock(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_xact_lock_shared(bigint); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(bigint) TO pg_monitor;


--
-- Name: FUNCTION pg_try_advisory_xact_lock_shared(integer, integer); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.pg_try_advisory_xact_lock_shared(integer, integer) TO pg_monitor;


--
-- Name: FUNCTION query_to_xml(query text, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.query_to_xml(query text, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.query_to_xml(query text, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION query_to_xml_and_xmlschema(query text, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.query_to_xml_and_xmlschema(query text, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.query_to_xml_and_xmlschema(query text, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION query_to_xmlschema(query text, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.query_to_xmlschema(query text, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.query_to_xmlschema(query text, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION schema_to_xml(schema name, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.schema_to_xml(schema name, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.schema_to_xml(schema name, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION schema_to_xml_and_xmlschema(schema name, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.schema_to_xml_and_xmlschema(schema name, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.schema_to_xml_and_xmlschema(schema name, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION schema_to_xmlschema(schema name, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.schema_to_xmlschema(schema name, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.schema_to_xmlschema(schema name, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION table_to_xml(tbl regclass, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.table_to_xml(tbl regclass, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.table_to_xml(tbl regclass, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION table_to_xml_and_xmlschema(tbl regclass, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.table_to_xml_and_xmlschema(tbl regclass, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.table_to_xml_and_xmlschema(tbl regclass, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: FUNCTION table_to_xmlschema(tbl regclass, nulls boolean, tableforest boolean, targetns text); Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE ALL ON FUNCTION pg_catalog.table_to_xmlschema(tbl regclass, nulls boolean, tableforest boolean, targetns text) FROM PUBLIC;
GRANT ALL ON FUNCTION pg_catalog.table_to_xmlschema(tbl regclass, nulls boolean, tableforest boolean, targetns text) TO pg_monitor;


--
-- Name: TABLE idempotency_keys; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT SELECT ON TABLE app.idempotency_keys TO gb_app;
GRANT SELECT,DELETE ON TABLE app.idempotency_keys TO gb_retention;
GRANT SELECT ON TABLE app.idempotency_keys TO gb_backup;


--
-- Name: COLUMN idempotency_keys.org_id; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(org_id) ON TABLE app.idempotency_keys TO gb_app;


--
-- Name: COLUMN idempotency_keys.user_id; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(user_id) ON TABLE app.idempotency_keys TO gb_app;


--
-- Name: COLUMN idempotency_keys.key; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(key) ON TABLE app.idempotency_keys TO gb_app;


--
-- Name: COLUMN idempotency_keys.fingerprint; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(fingerprint),UPDATE(fingerprint) ON TABLE app.idempotency_keys TO gb_app;


--
-- Name: COLUMN idempotency_keys.tx; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT UPDATE(tx) ON TABLE app.idempotency_keys TO gb_app;


--
-- Name: COLUMN idempotency_keys.used_at; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT UPDATE(used_at) ON TABLE app.idempotency_keys TO gb_app;


--
-- Name: COLUMN idempotency_keys.epoch; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT UPDATE(epoch) ON TABLE app.idempotency_keys TO gb_app;


--
-- Name: TABLE imports; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT SELECT ON TABLE app.imports TO gb_app;
GRANT SELECT ON TABLE app.imports TO gb_backup;


--
-- Name: COLUMN imports.org_id; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(org_id) ON TABLE app.imports TO gb_app;


--
-- Name: COLUMN imports.source; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(source) ON TABLE app.imports TO gb_app;


--
-- Name: COLUMN imports.path; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(path),UPDATE(path) ON TABLE app.imports TO gb_app;


--
-- Name: COLUMN imports.post_id; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(post_id),UPDATE(post_id) ON TABLE app.imports TO gb_app;


--
-- Name: COLUMN imports.post_version; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(post_version),UPDATE(post_version) ON TABLE app.imports TO gb_app;


--
-- Name: COLUMN imports.base; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT INSERT(base),UPDATE(base) ON TABLE app.imports TO gb_app;


--
-- Name: COLUMN imports.imported_at; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT UPDATE(imported_at) ON TABLE app.imports TO gb_app;


--
-- Name: TABLE migrations; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT SELECT ON TABLE app.migrations TO gb_app;
GRANT SELECT ON TABLE app.migrations TO gb_backup;


--
-- Name: TABLE renamed_columns; Type: ACL; Schema: app; Owner: gb_owner
--

GRANT SELECT ON TABLE app.renamed_columns TO gb_app;
GRANT SELECT ON TABLE app.renamed_columns TO gb_backup;


--
-- Name: TABLE audit_log; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT INSERT ON TABLE audit.audit_log TO gb_audit_writer;
GRANT SELECT ON TABLE audit.audit_log TO gb_app;
GRANT SELECT ON TABLE audit.audit_log TO gb_backup;


--
-- Name: COLUMN audit_log.org_id; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT(org_id) ON TABLE audit.audit_log TO gb_finder;


--
-- Name: COLUMN audit_log.id; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT(id) ON TABLE audit.audit_log TO gb_finder;


--
-- Name: COLUMN audit_log.tx; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT(tx) ON TABLE audit.audit_log TO gb_finder;


--
-- Name: TABLE audit_log_202609; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON TABLE audit.audit_log_202609 TO gb_backup;


--
-- Name: TABLE audit_log_202610; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON TABLE audit.audit_log_202610 TO gb_backup;


--
-- Name: TABLE audit_log_202611; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON TABLE audit.audit_log_202611 TO gb_backup;


--
-- Name: TABLE audit_log_202612; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON TABLE audit.audit_log_202612 TO gb_backup;


--
-- Name: TABLE audit_log_202701; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON TABLE audit.audit_log_202701 TO gb_backup;


--
-- Name: TABLE audit_log_202702; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON TABLE audit.audit_log_202702 TO gb_backup;


--
-- Name: TABLE audit_log_default; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON TABLE audit.audit_log_default TO gb_backup;


--
-- Name: SEQUENCE audit_log_id_seq; Type: ACL; Schema: audit; Owner: gb_owner
--

GRANT SELECT ON SEQUENCE audit.audit_log_id_seq TO gb_backup;


--
-- Name: TABLE comments; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON TABLE blog.comments TO gb_app;


--
-- Name: SEQUENCE comments_all_id_seq; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON SEQUENCE blog.comments_all_id_seq TO gb_backup;


--
-- Name: TABLE comments_trash; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON TABLE blog.comments_trash TO gb_app;


--
-- Name: TABLE organisations; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON TABLE blog.organisations TO gb_app;
GRANT SELECT ON TABLE blog.organisations TO gb_backup;


--
-- Name: COLUMN organisations.org_id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(org_id) ON TABLE blog.organisations TO gb_identity;


--
-- Name: COLUMN organisations.slug; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(slug) ON TABLE blog.organisations TO gb_identity;


--
-- Name: COLUMN organisations.deleted_at; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(deleted_at) ON TABLE blog.organisations TO gb_identity;


--
-- Name: SEQUENCE organisations_id_seq; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON SEQUENCE blog.organisations_id_seq TO gb_backup;


--
-- Name: TABLE posts; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON TABLE blog.posts TO gb_app;


--
-- Name: SEQUENCE posts_all_id_seq; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON SEQUENCE blog.posts_all_id_seq TO gb_backup;


--
-- Name: TABLE posts_trash; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON TABLE blog.posts_trash TO gb_app;


--
-- Name: TABLE users; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON TABLE blog.users TO gb_app;
GRANT SELECT ON TABLE blog.users TO gb_backup;


--
-- Name: COLUMN users.org_id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(org_id) ON TABLE blog.users TO gb_identity;
GRANT INSERT(org_id) ON TABLE blog.users TO gb_app;


--
-- Name: COLUMN users.id; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(id) ON TABLE blog.users TO gb_identity;


--
-- Name: COLUMN users.handle; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(handle) ON TABLE blog.users TO gb_identity;
GRANT INSERT(handle) ON TABLE blog.users TO gb_app;


--
-- Name: COLUMN users.display_name; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT INSERT(display_name),UPDATE(display_name) ON TABLE blog.users TO gb_app;


--
-- Name: COLUMN users.role; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(role) ON TABLE blog.users TO gb_identity;
GRANT INSERT(role),UPDATE(role) ON TABLE blog.users TO gb_app;


--
-- Name: COLUMN users.deleted_at; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT(deleted_at) ON TABLE blog.users TO gb_identity;


--
-- Name: SEQUENCE users_id_seq; Type: ACL; Schema: blog; Owner: gb_owner
--

GRANT SELECT ON SEQUENCE blog.users_id_seq TO gb_backup;


--
-- Name: TABLE pg_cursors; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_cursors FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_cursors TO pg_monitor;


--
-- Name: TABLE pg_locks; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_locks FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_locks TO pg_monitor;


--
-- Name: TABLE pg_prepared_statements; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_prepared_statements FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_prepared_statements TO pg_monitor;


--
-- Name: TABLE pg_sequences; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_sequences FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_sequences TO pg_monitor;


--
-- Name: TABLE pg_stat_activity; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_stat_activity FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_stat_activity TO pg_monitor;


--
-- Name: TABLE pg_stat_all_indexes; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_stat_all_indexes FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_stat_all_indexes TO pg_monitor;


--
-- Name: TABLE pg_stat_all_tables; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_stat_all_tables FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_stat_all_tables TO pg_monitor;


--
-- Name: TABLE pg_stat_user_indexes; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_stat_user_indexes FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_stat_user_indexes TO pg_monitor;


--
-- Name: TABLE pg_stat_user_tables; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_stat_user_tables FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_stat_user_tables TO pg_monitor;


--
-- Name: TABLE pg_statio_all_tables; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_statio_all_tables FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_statio_all_tables TO pg_monitor;


--
-- Name: TABLE pg_statio_user_tables; Type: ACL; Schema: pg_catalog; Owner: postgres
--

REVOKE SELECT ON TABLE pg_catalog.pg_statio_user_tables FROM PUBLIC;
GRANT SELECT ON TABLE pg_catalog.pg_statio_user_tables TO pg_monitor;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: gb_audit_writer
--

ALTER DEFAULT PRIVILEGES FOR ROLE gb_audit_writer REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: gb_finder
--

ALTER DEFAULT PRIVILEGES FOR ROLE gb_finder REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: gb_identity
--

ALTER DEFAULT PRIVILEGES FOR ROLE gb_identity REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: gb_owner
--

ALTER DEFAULT PRIVILEGES FOR ROLE gb_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: gb_purger
--

ALTER DEFAULT PRIVILEGES FOR ROLE gb_purger REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: gb_retention
--

ALTER DEFAULT PRIVILEGES FOR ROLE gb_retention REVOKE ALL ON FUNCTIONS  FROM PUBLIC;


--
-- PostgreSQL database dump complete
--



-- 1750_fingerprint.sql
-- Purpose:   everything in this database and its roles that carries a rule, one row an object, each with its definition.
-- Invariant: the same rules give the same rows: whoever asks, whatever the session's settings, and however the database came to be. So
--            there are no oids, no column numbers and no order of privileges in it. Passwords, statistics, comments, storage and vacuum
--            settings, and indexes that are not unique carry no rule.
-- Limits:    what extensions made is theirs; the extension is named with its version. Who may become gb_owner is not asked of those who
--            own a database of this server, as another blog's owner does, since roles belong to the server.
-- Read with: 1760_seal.sql, src/Persistence/Versions/Seal.cs (which asks with this text, whatever the database has under this name)

set local role gb_owner;

create or replace function app.fingerprint() returns table (kind text, object text, part_of text, definition text, month text)
  language sql stable set search_path = pg_catalog, pg_temp set datestyle = 'ISO' set intervalstyle = 'postgres' set timezone = 'UTC'
  set quote_all_identifiers = off set jit = off as $$
  with extended as materialized (select classid, objid from pg_depend where deptype = 'e'),
  schemas as materialized (
    select n.oid, quote_ident(n.nspname) as name, n.nspowner, n.nspacl from pg_namespace n
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and ('pg_namespace'::regclass, n.oid) not in (table extended)),
  relations as materialized (
    select c.oid, s.name || '.' || quote_ident(c.relname) as name, c.relkind, c.relowner, c.relacl, c.relpersistence, c.relrowsecurity,
           c.relforcerowsecurity, c.reloptions,
           case c.relkind when 'v' then 'view' when 'S' then 'sequence' when 'm' then 'materialised view' when 'f' then 'foreign table' else 'table'
             end as kind
      from pg_class c join schemas s on s.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'S', 'm', 'f') and ('pg_class'::regclass, c.oid) not in (table extended)),
  functions as materialized (
    select p.oid, p.oid::regprocedure::text as name, p.proowner, p.proacl, p.prokind from pg_proc p join schemas s on s.oid = p.pronamespace
     where ('pg_proc'::regclass, p.oid) not in (table extended)),
  -- who was given what, but for owners and for what PostgreSQL gives by itself in its own schema
  acls (kind, name, part_of, owner, acl) as (
    select 'schema ', name, null, nspowner, nspacl from schemas
    union all
    select kind || ' ', name, name, relowner, relacl from relations where relacl is not null
    union all
    select 'column ', r.name || '.' || quote_ident(a.attname), r.name, r.relowner, a.attacl from relations r join pg_attribute a on a.attrelid = r.oid
     where a.attacl is not null and not a.attisdropped
    union all
    select 'function ', name, null, proowner, coalesce(proacl, acldefault('f', proowner)) from functions
    union all
    select 'language ', lanname::text, null, lanowner, coalesce(lanacl, acldefault('l', lanowner)) from pg_language
    union all
    select 'function ', p.oid::regprocedure::text, null, p.proowner, p.proacl from pg_proc p
     where p.pronamespace = 'pg_catalog'::regnamespace and p.proacl is not null
    union all
    select 'view ', c.oid::regclass::text, null, c.relowner, c.relacl from pg_class c
     where c.relnamespace = 'pg_catalog'::regnamespace and c.relacl is not null),
  roles as materialized (
    select r.* from pg_roles r where r.rolname ~ '^gb_'),
  objects (kind, object, part_of, definition) as (
  select 'server', 'PostgreSQL', null, (current_setting('server_version_num')::integer / 10000)::text
  union all
  select 'schema', s.name, null, format('owned by %s', s.nspowner::regrole) from schemas s
  union all
  select r.kind, r.name, null, format('owned by %s%s', r.relowner::regrole, concat(
           case r.relpersistence when 'u' then ', unlogged' end,
           case when r.relrowsecurity then ', row-level security' end, case when r.relforcerowsecurity then ' forced' end,
           (select ', part of ' || string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = r.oid),
           case when r.relkind in ('v', 'm') then concat(' with ', r.reloptions, ' as', pg_get_viewdef(r.oid)) end,
           (select format(', by %s from %s to %s, starting at %s%s', q.seqincrement, q.seqmin, q.seqmax, q.seqstart,
                          case when q.seqcycle then ', in cycles' end)
              from pg_sequence q where q.seqrelid = r.oid)))
    from relations r
  union all
  select 'column', r.name || '.' || quote_ident(a.attname), r.name, concat(
           format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' end,
           case a.attidentity when 'a' then ' always identity' when 'd' then ' identity' end,
           case when a.attgenerated <> '' then ' generated ' else ' default ' end || pg_get_expr(d.adbin, d.adrelid),
           (select ' collate ' || a.attcollation::regcollation from pg_type t where t.oid = a.atttypid and t.typcollation <> a.attcollation))
    from relations r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where r.relkind in ('r', 'p', 'f')
  union all
  -- not null is the column's; a constraint trigger is a trigger
  select 'constraint', r.name || '.' || quote_ident(k.conname), r.name, pg_get_constraintdef(k.oid)
    from relations r join pg_constraint k on k.conrelid = r.oid where k.contype not in ('n', 't')
  union all
  select 'unique index', r.name || '.' || quote_ident(x.relname), r.name,
         pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (not valid)' end
    from relations r join pg_index i on i.indrelid = r.oid join pg_class x on x.oid = i.indexrelid where i.indisunique
  union all
  select 'policy', r.name || '.' || quote_ident(p.polname), r.name, concat(
           case when p.polpermissive then 'permissive' else 'restrictive' end, ' for ', p.polcmd, ' to ',
           (select string_agg(case g when 0 then 'public' else g::regrole::text end, ', ' order by g::regrole::text) from unnest(p.polroles) g),
           ' using ' || pg_get_expr(p.polqual, p.polrelid), ' with check ' || pg_get_expr(p.polwithcheck, p.polrelid))
    from relations r join pg_policy p on p.polrelid = r.oid
  union all
  select 'trigger', r.name || '.' || quote_ident(t.tgname), r.name, pg_get_triggerdef(t.oid)
           || case t.tgenabled when 'O' then '' when 'D' then ' (disabled)' when 'R' then ' (replica only)' else ' (always)' end
    from relations r join pg_trigger t on t.tgrelid = r.oid where not t.tgisinternal
  union all
  select 'rule', r.name || '.' || quote_ident(w.rulename), r.name,
         pg_get_ruledef(w.oid) || case w.ev_enabled when 'O' then '' else format(' (%s)', w.ev_enabled) end
    from relations r join pg_rewrite w on w.ev_class = r.oid where w.rulename <> '_RETURN'
  union all
  select 'function', f.name, null, format('owned by %s: %s', f.proowner::regrole,
           case when f.prokind <> 'a' then pg_get_functiondef(f.oid)
                else (select concat(a.aggtransfn, ' ', a.aggfinalfn, ' ', a.agginitval) from pg_aggregate a where a.aggfnoid = f.oid) end)
    from functions f
  union all
  select 'grant', a.kind || a.name || ' to ' || case x.grantee when 0 then 'public' else x.grantee::regrole::text end, a.part_of,
         string_agg(x.privilege_type || case when x.is_grantable then ' with grant option' else '' end, ', ' order by x.privilege_type)
    from acls a cross join aclexplode(a.acl) x where x.grantee <> a.owner group by a.kind, a.name, a.part_of, x.grantee
  union all
  select 'default privileges', format('%s on %s%s', d.defaclrole::regrole, d.defaclobjtype, ' in ' || nullif(d.defaclnamespace, 0)::regnamespace),
         null, coalesce((select string_agg(item::text, ', ' order by item::text) from unnest(d.defaclacl) item), 'none')
    from pg_default_acl d
  union all
  select 'role', r.rolname, null, concat_ws(', ', case when r.rolcanlogin then 'login' else 'nologin' end,
           case when r.rolsuper then 'superuser' end, case when r.rolbypassrls then 'bypassrls' end,
           case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end,
           case when r.rolreplication then 'replication' end, case when r.rolinherit then 'inherit' end)
    from roles r
  union all
  select 'membership', format('%s in %s', m.member::regrole, m.roleid::regrole), null,
         concat('member', case when bool_or(m.admin_option) then ' with admin option' end)
    from pg_auth_members m join pg_roles who on who.oid = m.member
   where (m.roleid in (select oid from roles) or m.member in (select oid from roles))
     and not who.rolsuper and not exists (select from pg_database d where d.datdba = m.member) group by m.member, m.roleid
  union all
  select 'setting', format('%s of %s', split_part(c.setting, '=', 1),
                           concat_ws(' in ', nullif(s.setrole, 0)::regrole, case when s.setdatabase <> 0 then 'this database' end)),
         null, substr(c.setting, strpos(c.setting, '=') + 1)
    from pg_db_role_setting s cross join unnest(s.setconfig) c (setting)
   where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
     and s.setrole in (select 0 union all select oid from roles)
  union all
  select 'extension', e.extname, null, format('%s in %s, owned by %s', e.extversion, e.extnamespace::regnamespace, e.extowner::regrole)
    from pg_extension e
  union all
  select 'event trigger', e.evtname, null,
         format('on %s executes %s (%s), owned by %s', e.evtevent, e.evtfoid::regprocedure, e.evtenabled, e.evtowner::regrole)
    from pg_event_trigger e
  union all
  select 'operator', o.oid::regoperator::text, null, format('%s, owned by %s', o.oprcode, o.oprowner::regrole)
    from pg_operator o join schemas s on s.oid = o.oprnamespace
   where ('pg_operator'::regclass, o.oid) not in (table extended)
  union all
  select 'type', t.oid::regtype::text, null, format('%s %s, owned by %s', t.typtype, nullif(t.typbasetype, 0)::regtype, t.typowner::regrole)
    from pg_type t join schemas s on s.oid = t.typnamespace
   where t.typtype in ('b', 'd', 'e', 'r') and t.typcategory <> 'A' and ('pg_type'::regclass, t.oid) not in (table extended)
  union all
  select 'cast', format('%s as %s', c.castsource::regtype, c.casttarget::regtype), null,
         format('%s %s %s', c.castmethod, c.castcontext, nullif(c.castfunc, 0)::regprocedure)
    from pg_cast c where c.oid >= 16384 and ('pg_cast'::regclass, c.oid) not in (table extended))
  select o.kind, o.object, o.part_of, o.definition, c.relname::text as month
    from objects o left join (pg_inherits i join pg_class c on c.oid = i.inhrelid and c.relname ~ '^audit_log_[0-9]{6}$' and c.relispartition)
      on i.inhparent = to_regclass('audit.audit_log') and 'audit.' || c.relname in (o.object, o.part_of);
$$;
grant execute on function app.fingerprint() to gb_app, gb_retention;

reset role;

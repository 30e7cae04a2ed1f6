-- 1320_archives.sql
-- Purpose:   what the upkeep is about to do, what it owes, and which months of the log lie in files.
-- How:       whoever writes the files reads an organisation's entries as that organisation, under its policies, and tells what it has
--            written; what that cannot be is refused here. Entries that came later than an archive are not in it, and so do not go.
-- Read with: 1310_upkeep.sql, src/Persistence/Upkeep/LogArchive.cs, docs/archives.md, tests/GraphBlog.Tests/Database/ArchiveTests.cs

set local role gb_owner;

create policy archived on app.archives for all to gb_retention using (true) with check (true);
grant select, insert, update on app.archives to gb_retention;
create policy outside on audit.audit_log_default for select to gb_retention using (true);
grant select (changed_at) on audit.audit_log_default to gb_retention;

grant create on schema app, audit to gb_retention;
set local role gb_retention;

-- From here on no entry goes that no archive has. The owner alone takes it back.
create or replace function app.require_archives() returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  update app.upkeep set needs_archives = true where not needs_archives;
$$;

-- Which months of an organisation are past, and not in an archive as they are.
create or replace function audit.months_to_archive(p_org bigint) returns setof timestamptz
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set plan_cache_mode = force_custom_plan as $$
declare
  v_past  timestamptz := audit.past_before(p_org);
  v_month timestamptz := '-infinity';
begin
  loop
    v_month := date_trunc('month', (select min(e.changed_at) from audit.audit_log e where e.org_id = p_org and e.changed_at >= v_month and e.changed_at < v_past));
    exit when v_month is null;
    if coalesce((select a.last_entry from app.archives a where a.org_id = p_org and a.month = v_month), 0)
         < (select max(e.id) from audit.audit_log e where e.org_id = p_org and e.changed_at >= v_month and e.changed_at < v_month + interval '1 month') then
      return next v_month;
    end if;
    v_month := v_month + interval '1 month';
  end loop;
end $$;

-- Notes what lies in a file, if it is all there is.
create or replace function audit.note_archive(p_server uuid, p_org bigint, p_month timestamptz, p_entries bigint, p_last_entry bigint, p_sha256 text) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' set plan_cache_mode = force_custom_plan as $$
declare
  v_entries bigint;
  v_last    bigint;
begin
  perform app.must_lead(p_server);
  select count(*), max(e.id) into v_entries, v_last from audit.audit_log e
   where e.org_id = p_org and e.changed_at >= p_month and e.changed_at < p_month + interval '1 month';
  if row (v_entries, v_last) is distinct from row (p_entries, p_last_entry) or date_trunc('month', p_month) <> p_month then
    raise exception 'the archive has % entries up to %, the log has % up to % that are past', p_entries, p_last_entry, v_entries, v_last using errcode = 'GB022';
  end if;
  insert into app.archives (org_id, month, entries, last_entry, sha256) values (p_org, p_month, p_entries, p_last_entry, p_sha256)
  on conflict (org_id, month) do update set entries = excluded.entries, last_entry = excluded.last_entry, sha256 = excluded.sha256, archived_at = now();
end $$;
grant execute on function app.require_archives(), audit.months_to_archive(bigint),
  audit.note_archive(uuid, bigint, timestamptz, bigint, bigint, text) to gb_app;

-- What upkeep would do now, an organisation a row, and none for those that it would leave alone. Across organisations, so not for who serves.
create or replace function app.upkeep_plan() returns table (organisation text, trash bigint, entries bigint, months text[], unarchived text[])
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
  t regclass;
  n bigint;
  v_org bigint;
begin
  for v_org, organisation in select o.org_id, o.slug from blog.organisations o where o.org_id in (select app.upkeep_due()) order by 1 loop
    trash := 0;
    for t in select polrelid::regclass from pg_policy where polname = 'retention' loop
      execute format('select count(*) from %s where org_id = $1 and deleted_at < now() - make_interval(days => app.trash_days($1))', t) into n using v_org;
      trash := trash + n;
    end loop;
    select count(*), coalesce(array_agg(distinct to_char(e.changed_at, 'YYYYMM')), '{}') into entries, months
      from audit.audit_log e where e.org_id = v_org and e.changed_at < audit.past_before(v_org);
    unarchived := array(select to_char(m, 'YYYYMM') from audit.months_to_archive(v_org) m);
    return next;
  end loop;
end $$;
grant execute on function app.upkeep_plan() to gb_owner;

-- What somebody should see to although everything works. No rule of app.lint(), since a server that finds it so is the one that mends it.
create or replace function app.warnings() returns table (code text, problem text, object text)
  language sql stable security definer set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
  select 'MAINTENANCE_OVERDUE', 'no upkeep since ' || to_char(u.ended_at, 'YYYY-MM-DD HH24:MI') || 'Z (serve with Maintenance__InServer, or run `maintain`)', current_database()::text
    from app.upkeep u where u.ended_at < now() - interval '2 days'
  union all
  select 'RETENTION_UNSET', 'nobody has said how long the log is kept, so it is kept for good (run `maintain`)', 'audit.audit_log' from app.upkeep u where u.audit_days is null
  union all
  select 'ENTRIES_WITHOUT_MONTH', 'entries of ' || to_char(e.changed_at, 'YYYYMM') || ' have no partition: ' || count(*) || case when count(*) > 10000 then ' or more' else '' end, 'audit.audit_log_default'
    from (select d.changed_at from audit.audit_log_default d limit 10001) e group by to_char(e.changed_at, 'YYYYMM');
$$;

-- How long ago all of the upkeep was last done, in seconds; a century for any longer, as for infinity, which no reader could subtract.
create or replace function app.upkeep_age() returns double precision language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select least(greatest(extract(epoch from now()) - extract(epoch from u.ended_at), 0), 3155760000)::double precision from app.upkeep u;
$$;
grant execute on function app.warnings(), app.upkeep_age() to gb_app, gb_owner;
set local role gb_owner;
revoke create on schema app, audit from gb_retention;

reset role;

namespace GraphBlog.Tests.Database;

/// <summary>
/// Ways to change every object of a kind that the catalogue has in blog, audit and app: queries of the object's name, as the seal tells it, and
/// the statement that changes it. What a parent's statement does to its partitions has a statement of nothing.
/// </summary>
internal static class CatalogueMutations
{
    private const string Ours = "select oid from pg_namespace where nspname in ('blog', 'audit', 'app')";
    private const string Relations = $"pg_class c where c.relnamespace = any ({Ours})";
    private const string Functions = $"pg_proc p where p.pronamespace = any ({Ours}) and p.prokind = 'f'";
    private const string Policies = $"pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = any ({Ours})";
    private const string Triggers = $"pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = any ({Ours}) and not t.tgisinternal";

    public static readonly IReadOnlyDictionary<string, string> Statements = new Dictionary<string, string>
    {
        ["functions do nothing"] = $"""
            select 'function ' || p.oid::regprocedure, format('create or replace function %s(%s) returns %s language plpgsql as ''begin end''',
                   p.oid::regproc, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid)) from {Functions}
            """,
        ["functions are another's"] = $"select 'function ' || p.oid::regprocedure, format('alter function %s owner to gb_backup', p.oid::regprocedure) from {Functions}",
        ["functions have other rights"] = $"""
            select 'function ' || p.oid::regprocedure, format('alter function %s security %s', p.oid::regprocedure, case when p.prosecdef then 'invoker' else 'definer' end) from {Functions}
            """,
        ["policies let everybody"] = $"""
            select 'policy ' || p.polrelid::regclass || '.' || quote_ident(p.polname), format('alter policy %I on %s ', p.polname, p.polrelid::regclass)
                   || case p.polcmd when 'a' then 'with check (1 = 1)' when 'r' then 'using (1 = 1)' else 'using (1 = 1) with check (1 = 1)' end from {Policies}
            """,
        ["policies bind another"] = $"select 'policy ' || p.polrelid::regclass || '.' || quote_ident(p.polname), format('alter policy %I on %s to pg_monitor', p.polname, p.polrelid::regclass) from {Policies}",
        ["policies are gone"] = $"select 'policy ' || p.polrelid::regclass || '.' || quote_ident(p.polname), format('drop policy %I on %s', p.polname, p.polrelid::regclass) from {Policies}",
        ["triggers are off"] = $"select 'trigger ' || t.tgrelid::regclass || '.' || quote_ident(t.tgname), format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname) from {Triggers}",
        ["triggers are gone"] = $"""
            select 'trigger ' || t.tgrelid::regclass || '.' || quote_ident(t.tgname),
                   case when t.tgparentid = 0 then format('drop trigger %I on %s', t.tgname, t.tgrelid::regclass) else 'select 1' end from {Triggers}
            """,
        ["grants are taken back"] = $"""
            select format('grant %s %s to %s', a.kind, a.name, a.role), format('revoke all%s on %s %s from %s', a.of, replace(a.kind, 'column', 'table'), coalesce(a.relation, a.name), a.role)
              from (select case c.relkind when 'S' then 'sequence' else 'table' end as kind, c.oid::regclass::text as name, null as of, null as relation, c.relowner as owner, x.grantee, x.grantee::regrole::text as role
                      from pg_class c, aclexplode(c.relacl) x where c.relkind <> 'v' and c.relnamespace = any ({Ours})
                    union select 'column', c.oid::regclass || '.' || quote_ident(a.attname), format(' (%I)', a.attname), c.oid::regclass::text, c.relowner, x.grantee, x.grantee::regrole::text
                      from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x where c.relnamespace = any ({Ours})
                    union select 'function', p.oid::regprocedure::text, null, null, p.proowner, x.grantee, case x.grantee when 0 then 'public' else x.grantee::regrole::text end
                      from pg_proc p, aclexplode(p.proacl) x where p.pronamespace = any ({Ours})
                    union select 'schema', n.nspname, null, null, n.nspowner, x.grantee, x.grantee::regrole::text
                      from pg_namespace n, aclexplode(n.nspacl) x where n.oid = any ({Ours})) a
             where a.grantee <> a.owner
            """,
        ["grants are given"] = $"""
            select format('grant %s %s to pg_monitor', a.kind, a.name), format('grant %s on %s %s to pg_monitor', a.privilege, replace(a.kind, 'view', 'table'), a.name)
              from (select case c.relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end as kind, c.oid::regclass::text as name, 'select' as privilege
                      from {Relations} and c.relkind in ('r', 'p', 'v', 'S')
                    union all select 'function', p.oid::regprocedure::text, 'execute' from {Functions}
                    union all select 'schema', nspname, 'create' from pg_namespace where oid = any ({Ours})) a
            """,
        ["constraints are gone"] = $"""
            select 'constraint ' || k.conrelid::regclass || '.' || quote_ident(k.conname),
                   case when k.coninhcount = 0 then format('alter table %s drop constraint if exists %I cascade', k.conrelid::regclass, k.conname) else 'select 1' end
              from pg_constraint k where k.connamespace = any ({Ours}) and k.contype <> 'n'
            """,
        ["unique indexes are gone"] = $"""
            select 'unique index ' || i.indrelid::regclass || '.' || quote_ident(c.relname),
                   case when k.oid is null then format('drop index %s', c.oid::regclass)
                        when k.coninhcount = 0 then format('alter table %s drop constraint %I cascade', k.conrelid::regclass, k.conname) else 'select 1' end
              from {Relations.Replace(" where", " join pg_index i on i.indexrelid = c.oid left join pg_constraint k on k.conindid = c.oid and k.conrelid = i.indrelid where")} and i.indisunique
            """,
        ["columns have another default"] = $"""
            select 'column ' || c.oid::regclass || '.' || quote_ident(a.attname), format('alter table %s alter %I %s', c.oid::regclass, a.attname,
                   case when a.attidentity = '' then format('set default coalesce(null::%1$s, null::%1$s)', format_type(a.atttypid, a.atttypmod)) else 'drop identity' end)
              from {Relations.Replace(" where", " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped where")}
               and c.relkind in ('r', 'p') and not (c.relispartition and a.attname = 'id')
            """,
        ["tables have no row-level security"] = $"select 'table ' || c.oid::regclass, format('alter table %s disable row level security', c.oid::regclass) from {Relations} and c.relrowsecurity",
        ["tables are another's"] = $"select 'table ' || c.oid::regclass, format('alter table %s owner to gb_backup', c.oid::regclass) from {Relations} and c.relkind in ('r', 'p')",
        ["views show their owner's rows"] = $"select 'view ' || c.oid::regclass, format('alter view %s set (security_invoker = false)', c.oid::regclass) from {Relations} and c.relkind = 'v'",
        ["sequences go by two"] = $"select 'sequence ' || c.oid::regclass, format('alter sequence %s increment 2', c.oid::regclass) from {Relations} and c.relkind = 'S'",
        ["schemas are another's"] = $"select 'schema ' || nspname, format('alter schema %I owner to gb_backup', nspname) from pg_namespace where oid = any ({Ours})",
        ["roles inherit"] = "select 'role ' || rolname, format('alter role %I inherit', rolname) from pg_roles where rolname ~ '^gb_'",
        ["roles have no settings"] = """
            select format('setting %s of %s', split_part(c.setting, '=', 1), s.setrole::regrole), format('alter role %s reset all', s.setrole::regrole)
              from pg_db_role_setting s, unnest(s.setconfig) c (setting) where s.setdatabase = 0
            """,
        ["default privileges are given"] = """
            select format('default privileges %s on %s', d.defaclrole::regrole, d.defaclobjtype), format('alter default privileges for role %s grant execute on functions to public', d.defaclrole::regrole)
              from pg_default_acl d
            """,
    };
}

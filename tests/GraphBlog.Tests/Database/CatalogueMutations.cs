namespace GraphBlog.Tests.Database;

/// <summary>
/// Ways to change every object of a kind that the catalogue has in blog, audit and app: queries of the object's name, as the seal tells it, and
/// the statement that changes it. What a parent's statement does to its partitions has a statement of nothing.
/// </summary>
internal static class CatalogueMutations
{
    private const string Ours = "any (select oid from pg_namespace where nspname in ('blog', 'audit', 'app'))";
    private const string Nothing = "'select 1'";

    private const string Functions = $"pg_proc p where p.pronamespace = {Ours} and p.prokind = 'f'";
    private const string Function = "'function ' || p.oid::regprocedure";
    private const string Policies = $"pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = {Ours}";
    private const string Policy = "'policy ' || c.oid::regclass || '.' || quote_ident(p.polname)";
    private const string Triggers = $"pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = {Ours} and not t.tgisinternal";
    private const string Trigger = "'trigger ' || c.oid::regclass || '.' || quote_ident(t.tgname)";
    private const string Relations = $"pg_class c where c.relnamespace = {Ours}";
    private const string Relation = "case c.relkind when 'S' then 'sequence ' when 'v' then 'view ' else 'table ' end || c.oid::regclass";
    private const string Schemas = $"pg_namespace n where n.oid = {Ours}";
    private const string Constraints = $"pg_constraint k join pg_class c on c.oid = k.conrelid where k.connamespace = {Ours} and k.contype <> 'n'";

    private const string UniqueIndexes = $"""
        pg_class x join pg_index i on i.indexrelid = x.oid and i.indisunique join pg_class c on c.oid = i.indrelid
          left join pg_constraint k on k.conindid = x.oid and k.contype in ('p', 'u')
         where x.relnamespace = {Ours}
        """;

    private const string Columns = $"""
        pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relnamespace = {Ours} and c.relkind in ('r', 'p') and not (c.relispartition and a.attname = 'id')
        """;

    // kind and name of what a grant is on, and of which column of it
    private const string Grants = $"""
        (select {Relation}, '', {Relation}, c.relowner, x.grantee
           from pg_class c, aclexplode(c.relacl) x where c.relkind <> 'v' and c.relnamespace = {Ours}
         union
         select 'column ' || c.oid::regclass || '.' || quote_ident(a.attname), format('(%I)', a.attname), {Relation}, c.relowner, x.grantee
           from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x where c.relnamespace = {Ours}
         union
         select {Function}, '', {Function}, p.proowner, x.grantee from pg_proc p, aclexplode(p.proacl) x where p.pronamespace = {Ours}
         union
         select 'schema ' || n.nspname, '', 'schema ' || n.nspname, n.nspowner, x.grantee
           from pg_namespace n, aclexplode(n.nspacl) x where n.oid = {Ours}
        ) g (name, columns, of, owner, grantee)
          cross join lateral (select case g.grantee when 0 then 'public' else g.grantee::regrole::text end) r (role)
         where g.grantee <> g.owner
        """;

    public static readonly IReadOnlyDictionary<string, string> Statements = new Dictionary<string, string>
    {
        ["functions do nothing"] = Each(Functions, Function, """
            format('create or replace function %s(%s) returns %s language plpgsql as ''begin end''',
                   p.oid::regproc, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid))
            """),
        ["functions are another's"] = Each(Functions, Function, "format('alter function %s owner to gb_backup', p.oid::regprocedure)"),
        ["functions have other rights"] = Each(
            Functions, Function,
            "format('alter function %s security %s', p.oid::regprocedure, case when p.prosecdef then 'invoker' else 'definer' end)"),
        ["policies let everybody"] = Each(Policies, Policy, """
            format('alter policy %I on %s ', p.polname, c.oid::regclass)
              || concat(case when p.polcmd <> 'a' then 'using (1 = 1) ' end, case when p.polcmd not in ('r', 'd') then 'with check (1 = 1)' end)
            """),
        ["policies bind another"] = Each(Policies, Policy, "format('alter policy %I on %s to pg_monitor', p.polname, c.oid::regclass)"),
        ["policies are gone"] = Each(Policies, Policy, "format('drop policy %I on %s', p.polname, c.oid::regclass)"),
        ["triggers are off"] = Each(Triggers, Trigger, "format('alter table %s disable trigger %I', c.oid::regclass, t.tgname)"),
        ["triggers are gone"] = Each(
            Triggers, Trigger, $"case when t.tgparentid = 0 then format('drop trigger %I on %s', t.tgname, c.oid::regclass) else {Nothing} end"),
        ["grants are taken back"] = Each(
            Grants, "format('grant %s to %s', g.name, r.role)", "format('revoke all %s on %s from %s', g.columns, g.of, r.role)"),
        ["functions are granted"] = Each(
            Functions, $"format('grant %s to pg_monitor', {Function})", "format('grant execute on function %s to pg_monitor', p.oid::regprocedure)"),
        ["relations are granted"] = Each(
            $"{Relations} and c.relkind in ('r', 'p', 'v', 'S')", $"format('grant %s to pg_monitor', {Relation})",
            "format('grant select on %s %s to pg_monitor', case c.relkind when 'S' then 'sequence' else 'table' end, c.oid::regclass)"),
        ["schemas are granted"] = Each(
            Schemas, "format('grant schema %s to pg_monitor', n.nspname)", "format('grant create on schema %s to pg_monitor', n.nspname)"),
        ["constraints are gone"] = Each(Constraints, "'constraint ' || c.oid::regclass || '.' || quote_ident(k.conname)", $"""
            case when k.coninhcount = 0 then format('alter table %s drop constraint if exists %I cascade', c.oid::regclass, k.conname)
                 else {Nothing} end
            """),
        ["unique indexes are gone"] = Each(UniqueIndexes, "'unique index ' || c.oid::regclass || '.' || quote_ident(x.relname)", $"""
            case when k.oid is null then format('drop index %s', x.oid::regclass)
                 when k.coninhcount = 0 then format('alter table %s drop constraint %I cascade', c.oid::regclass, k.conname) else {Nothing} end
            """),
        ["columns have another default"] = Each(Columns, "'column ' || c.oid::regclass || '.' || quote_ident(a.attname)", """
            format('alter table %s alter %I %s', c.oid::regclass, a.attname, case when a.attidentity <> '' then 'drop identity'
                   else format('set default coalesce(null::%1$s, null::%1$s)', format_type(a.atttypid, a.atttypmod)) end)
            """),
        ["tables have no row-level security"] = Each(
            $"{Relations} and c.relrowsecurity", Relation, "format('alter table %s disable row level security', c.oid::regclass)"),
        ["tables are another's"] = Each(
            $"{Relations} and c.relkind in ('r', 'p')", Relation, "format('alter table %s owner to gb_backup', c.oid::regclass)"),
        ["views show their owner's rows"] = Each(
            $"{Relations} and c.relkind = 'v'", Relation, "format('alter view %s set (security_invoker = false)', c.oid::regclass)"),
        ["sequences go by two"] = Each($"{Relations} and c.relkind = 'S'", Relation, "format('alter sequence %s increment 2', c.oid::regclass)"),
        ["schemas are another's"] = Each(Schemas, "'schema ' || n.nspname", "format('alter schema %I owner to gb_backup', n.nspname)"),
        ["roles inherit"] = Each("pg_roles r where r.rolname ~ '^gb_'", "'role ' || r.rolname", "format('alter role %I inherit', r.rolname)"),
        ["roles have no settings"] = Each(
            "pg_db_role_setting s, unnest(s.setconfig) c (setting) where s.setdatabase = 0",
            "format('setting %s of %s', split_part(c.setting, '=', 1), s.setrole::regrole)", "format('alter role %s reset all', s.setrole::regrole)"),
        ["default privileges are given"] = Each(
            "pg_default_acl d", "format('default privileges %s on %s', d.defaclrole::regrole, d.defaclobjtype)",
            "format('alter default privileges for role %s grant execute on functions to public', d.defaclrole::regrole)"),
    };

    private static string Each(string from, string name, string statement) => $"select {name}, {statement} from {from}";
}

namespace GraphBlog.Persistence.Audit;

/// <summary>What kind of actor made a change.</summary>
public enum ActorKind
{
    /// <summary>A person.</summary>
    User,

    /// <summary>A program with a token: for itself, or for the person whom `onBehalfOf` names.</summary>
    Service,

    /// <summary>The command `import`, started by the person whom `changedBy` names.</summary>
    Import,

    /// <summary>The owner of the database, outside of the API and without a user: `psql`, `migrate`.</summary>
    Migration,

    /// <summary>The database's own upkeep, which acts for nobody: a purge of what is past its time, a schedule that came due.</summary>
    System,
}

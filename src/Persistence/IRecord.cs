namespace GraphBlog.Persistence;

/// <summary>What every record has that people change: the database counts its versions.</summary>
public interface IRecord
{
    long OrgId { get; set; }

    long Id { get; set; }

    int Version { get; set; }

    DateTimeOffset UpdatedAt { get; set; }

    DateTimeOffset? DeletedAt { get; set; }
}

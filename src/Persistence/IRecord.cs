namespace GraphBlog.Persistence;

/// <summary>What every record has that people change: the database counts its versions.</summary>
public interface IRecord
{
    int Version { get; }

    DateTimeOffset UpdatedAt { get; }

    DateTimeOffset? DeletedAt { get; }
}

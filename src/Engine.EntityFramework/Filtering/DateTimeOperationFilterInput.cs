namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on a date and time, all of which must hold. The later one is greater.</summary>
public sealed class DateTimeOperationFilterInput : ComparableOperationFilterInput<DateTimeOffset>
{
    /// <summary>PostgreSQL keeps microseconds, a client may send a tenth of one; and its driver takes moments in UTC only.</summary>
    private protected override (DateTimeOffset Value, bool IsExact) Stored(DateTimeOffset value)
    {
        var rest = value.UtcTicks % TimeSpan.TicksPerMicrosecond;
        return (new(value.UtcTicks - rest, TimeSpan.Zero), rest == 0);
    }
}

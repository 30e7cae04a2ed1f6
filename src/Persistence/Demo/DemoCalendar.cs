namespace GraphBlog.Persistence.Demo;

/// <summary>When things happened: the posts of a demo lie evenly over the past year, and are edited less and less as they grow old.</summary>
internal static class DemoCalendar
{
    /// <summary>What part of a post's age had passed at each of its edits.</summary>
    private static readonly double[] s_shares = [0.01, 0.05, 0.15, 0.3, 0.5];

    /// <summary>The beginning: everybody was there before the first post.</summary>
    public static DateTimeOffset Beginning(DateTimeOffset now) => Day(now.AddDays(-364), 8);

    /// <summary>The moments of a post's versions, each later than the one before, and all of them past.</summary>
    /// <param name="post">Its versions.</param>
    /// <param name="number">Its place among the posts of its organisation, oldest first.</param>
    /// <param name="posts">How many posts the organisation has.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<DateTimeOffset> Versions(DemoPost post, int number, int posts, DateTimeOffset now)
    {
        var created = Day(now.AddDays((number - posts) * 365 / (posts + 1)), 7 + (number * 5 % 12), number * 17 % 60);
        var moments = new List<DateTimeOffset> { created };
        for (var edit = 1; edit < post.Versions.Count; edit++)
        {
            var day = post.Versions[edit].DaysAgo is { } ago ? now.AddDays(-ago) : created + ((now - created) * s_shares[edit - 1]);
            var moment = Day(day, 8 + ((number + (edit * 3)) % 10), ((number * 11) + (edit * 23)) % 60);
            moments.Add(moment > moments[^1] ? moment : moments[^1].AddMinutes(31 + number));
        }

        return moments;
    }

    /// <summary>The moment of a comment: soon after the post was published, and after the comment before it.</summary>
    public static DateTimeOffset Comment(DateTimeOffset published, int number) => published.AddHours(3 + (number * 26)).AddMinutes(13 * (number + 1));

    private static DateTimeOffset Day(DateTimeOffset day, int hour, int minute = 0) =>
        new DateTimeOffset(day.UtcDateTime.Date, TimeSpan.Zero).AddHours(hour).AddMinutes(minute);
}

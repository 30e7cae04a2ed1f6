using System.ComponentModel.DataAnnotations;

namespace GraphBlog.Engine.Http;

/// <summary>The limits of a public endpoint. A request past one is refused with that limit's name, value and own error code.</summary>
public sealed class GraphQLServerOptions
{
    /// <summary>
    /// HTTP requests, and operations on sockets, executing at once; the next ones wait. A subscription counts
    /// while it begins and while one of its events executes; events wait their turn, and take half of the places at most. Default 64.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxExecutingRequests { get; set; } = 64;

    /// <summary>
    /// How many of these places are anybody's: one organisation alone never has more. When they are taken, one more request is let in only of
    /// an organisation that has less than its equal part of them executing. Default three quarters of the database connections.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int SharedPlaces { get; set; } = 3 * Environment.ProcessorCount;

    /// <summary>
    /// Requests waiting for others to end; the next one is answered 503 with Retry-After, or one of the organisation that has most of them
    /// waiting. The organisation that executes least comes first. Default 1,000.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int MaxWaitingRequests { get; set; } = 1000;

    /// <summary>How long a request may wait for others to end; then it is answered 503 with Retry-After. Default 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Wall-clock time for one HTTP request, a whole batch included, for one operation on a socket, or for one event of a subscription;
    /// then the answer is TIMEOUT. It cancels the token that resolvers receive, so a resolver that ignores its token is not stopped by it.
    /// Default 10 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ExecutionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Size of a request body, after any decompression, or of a message on a socket, in bytes. Default 1 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Lexical tokens in a document, comments not counted; and selections in it once every fragment spread is replaced by its fragment.
    /// Default 20,000.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxTokens { get; set; } = 20_000;

    /// <summary>Fields from the root to a leaf, fragments expanded. Introspection has a bound of its own. Default 15.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDepth { get; set; } = 15;

    /// <summary>Fields with an alias in one operation, fragments expanded. Default 200.</summary>
    [Range(0, int.MaxValue)]
    public int MaxAliases { get; set; } = 200;

    /// <summary>Fields selected on the root type by one operation, fragments expanded. Default 50.</summary>
    [Range(1, int.MaxValue)]
    public int MaxRootFields { get; set; } = 50;

    /// <summary>Operations in one HTTP request. Default 10.</summary>
    [Range(1, int.MaxValue)]
    public int MaxBatchSize { get; set; } = 10;

    /// <summary>
    /// Cost of one operation, in fields that it may resolve: a field costs 1, and the fields under a paged field cost themselves times
    /// the page size asked for. Fields under a field with a list argument cost themselves times the length of that list.
    /// Fields left out by @skip or @include count all the same. Default 20,000.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxCost { get; set; } = 20_000;

    /// <summary>
    /// Size of an answer, and of the texts that are read for it, in bytes; a whole batch is one answer. A query past it is refused before it is
    /// in memory; of a mutation, or an event of a subscription, the field that is too large. Default 16 MiB.
    /// </summary>
    [Range(1024, int.MaxValue)]
    public int MaxAnswerBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// What all answers together may take while they are made and sent, in bytes; those of less than 64 KiB are not counted. A query that
    /// finds no room is answered 503 with Retry-After, an event waits, and clients that read nothing are cut off. Default 256 MiB.
    /// </summary>
    [Range(1024, int.MaxValue)]
    public int MaxAnswerBytesTogether { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// How long a client may take nothing of what is sent to it, be it an answer, an event or a message on a socket; then its connection is
    /// cut. Slow reading is no fault: everything is sent in pieces of 64 KiB. Default 20 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Page size that <see cref="MaxCost"/> reckons with where neither `first` nor `last` is given. Default 20 items.</summary>
    [Range(1, int.MaxValue)]
    public int AssumedPageSize { get; set; } = 20;

    /// <summary>Whether clients may read the schema through `__schema` and `__type`; `__typename` always works. Default true.</summary>
    public bool AllowIntrospection { get; set; } = true;

    /// <summary>How long a client may take to say connection_init on a socket. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ConnectionInitializationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how long a silence a client is shown that its connection lives: by a comment in an event stream, by a ping on a socket.
    /// A socket whose client does not answer within as long again is closed. Default 12 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>
    /// How often it is asked whether the clients of event streams and sockets may still do what they might when they came. One that may not is
    /// ended. Default 30 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Operations running at once on one socket. Default 20.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSubscriptionsPerConnection { get; set; } = 20;

    /// <summary>
    /// What a client (a user, a program, or a program that acts for a user) may use in a minute, in cost: what <see cref="MaxCost"/> counts,
    /// 100 for each mutation, and one for 16 characters of a document that the server does not know yet, of what a request is longer than
    /// 4 KiB, and of a text that is rendered and the HTML it becomes. Then it is answered 429 with Retry-After. A client that was quiet may use
    /// a minute's worth at once. Of each server; 0 for no limit. Default 3,000,000.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int CostPerMinuteOfClient { get; set; } = 3_000_000;

    /// <summary>What all clients of an organisation together may use in a minute, likewise. Default 12,000,000.</summary>
    [Range(0, int.MaxValue)]
    public int CostPerMinuteOfGroup { get; set; } = 12_000_000;

    /// <summary>Sockets and event streams that a client may have open, on each server; 0 for no limit. Default 100.</summary>
    [Range(0, int.MaxValue)]
    public int MaxConnectionsOfClient { get; set; } = 100;

    /// <summary>Sockets and event streams that all clients of an organisation together may have open, likewise. Default 2,000.</summary>
    [Range(0, int.MaxValue)]
    public int MaxConnectionsOfGroup { get; set; } = 2_000;
}

namespace GraphBlog.Engine;

/// <summary>
/// All codes in <c>extensions.code</c>, the application's too: no other is ever sent. Those that start with HC are Hot Chocolate's, so that
/// its clients know them.
/// </summary>
public static class ErrorCodes
{
    /// <summary>A value does not have the format of its scalar, such as an id that is not a global id.</summary>
    public const string InvalidSyntaxFormat = "HC0002";

    /// <summary>More nodes were asked for at once than are allowed.</summary>
    public const string FetchedTooManyNodesAtOnce = "HC0076";

    /// <summary>A page was asked for that is larger than the largest allowed.</summary>
    public const string MaxPaginationItems = "HC0051";

    /// <summary>A page of a negative size was asked for.</summary>
    public const string MinPaginationItems = "HC0079";

    /// <summary>A cursor is not one that this list gave out.</summary>
    public const string InvalidCursor = "HC0078";

    /// <summary>Both <c>first</c> and <c>last</c> were given.</summary>
    public const string OneSlicingArgumentRequired = "HC0082";

    /// <summary>A filter or an order holds null where only a value means something.</summary>
    public const string NullNotSupported = "HC0026";

    /// <summary>A filter has too many conditions or values, or nests too deeply.</summary>
    public const string FilterTooLarge = "FILTER_TOO_LARGE";

    /// <summary>The value of an argument or input field cannot be used; the message names it.</summary>
    public const string InvalidArgument = "INVALID_ARGUMENT";

    /// <summary>The HTTP request is not a well-formed GraphQL request.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>
    /// The request names a stored document by its hash, and none are stored: send the document itself. The code and the message are
    /// Apollo's, whose link then sends documents and asks no more.
    /// </summary>
    public const string PersistedQueryNotSupported = "PERSISTED_QUERY_NOT_SUPPORTED";

    /// <summary>The HTTP method cannot run this operation.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>None of the media types the client accepts can be produced.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    /// <summary>The body's media type, charset or encoding is not taken.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>The document is not GraphQL.</summary>
    public const string SyntaxError = "SYNTAX_ERROR";

    /// <summary>The document does not fit the schema.</summary>
    public const string ValidationFailed = "VALIDATION_FAILED";

    /// <summary>A variable's value does not fit its type.</summary>
    public const string InvalidVariable = "INVALID_VARIABLE";

    /// <summary>Which operation to run cannot be told, or its kind is not served.</summary>
    public const string OperationNotFound = "OPERATION_NOT_FOUND";

    /// <summary>Introspection is switched off.</summary>
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";

    /// <summary>The body is larger than allowed.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>The document has too many tokens, or too many selections once its fragments are expanded.</summary>
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";

    /// <summary>The document's brackets, or its fragments, nest too deeply.</summary>
    public const string DocumentTooNested = "DOCUMENT_TOO_NESTED";

    /// <summary>The operation's fields nest too deeply.</summary>
    public const string TooDeep = "QUERY_TOO_DEEP";

    /// <summary>The operation has too many aliases.</summary>
    public const string TooManyAliases = "TOO_MANY_ALIASES";

    /// <summary>The operation selects too many root fields.</summary>
    public const string TooManyRootFields = "TOO_MANY_ROOT_FIELDS";

    /// <summary>The document has too many operations.</summary>
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";

    /// <summary>The document has too many fragments.</summary>
    public const string TooManyFragments = "TOO_MANY_FRAGMENTS";

    /// <summary>The document declares too many variables.</summary>
    public const string TooManyVariables = "TOO_MANY_VARIABLES";

    /// <summary>One place in the document has too many directives.</summary>
    public const string TooManyDirectives = "TOO_MANY_DIRECTIVES";

    /// <summary>The same response fields are selected over and over.</summary>
    public const string TooManyRepeatedFields = "TOO_MANY_REPEATED_FIELDS";

    /// <summary>The batch has too many operations.</summary>
    public const string BatchTooLarge = "BATCH_TOO_LARGE";

    /// <summary>Too many operations are running on this socket.</summary>
    public const string TooManySubscriptions = "TOO_MANY_SUBSCRIPTIONS";

    /// <summary>The client, or its organisation, has used what it may use in a minute. Nothing was executed.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>The client, or its organisation, has as many sockets and event streams open as it may.</summary>
    public const string TooManyConnections = "TOO_MANY_CONNECTIONS";

    /// <summary>A page of this origin may not open a socket.</summary>
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";

    /// <summary>The operation may resolve too many fields.</summary>
    public const string CostTooHigh = "COST_TOO_HIGH";

    /// <summary>The answer, or what has to be read for it, is larger than allowed.</summary>
    public const string AnswerTooLarge = "ANSWER_TOO_LARGE";

    /// <summary>The request took too long.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>A mutation's field was not begun, because the request's time was over; those before it were.</summary>
    public const string NotExecuted = "NOT_EXECUTED";

    /// <summary>Too many requests are executing, or their answers take all the memory that they may.</summary>
    public const string ServerBusy = "SERVER_BUSY";

    /// <summary>A subscription ended for a while's sake; subscribed to again from its last event, it goes on without a gap.</summary>
    public const string SubscriptionInterrupted = "SUBSCRIPTION_INTERRUPTED";

    /// <summary>The database cannot be reached, is starting or stopping, or the connection to it broke. Nothing was written.</summary>
    public const string DatabaseUnavailable = "DATABASE_UNAVAILABLE";

    /// <summary>The database, or the pool of connections to it, is exhausted. Nothing was written.</summary>
    public const string DatabaseBusy = "DATABASE_BUSY";

    /// <summary>The database takes no writes at present. Nothing was written.</summary>
    public const string DatabaseReadOnly = "DATABASE_READ_ONLY";

    /// <summary>Somebody else kept the record locked for too long. Nothing was written.</summary>
    public const string LockTimeout = "LOCK_TIMEOUT";

    /// <summary>One statement took longer than the database allows. Nothing was written.</summary>
    public const string StatementTimeout = "STATEMENT_TIMEOUT";

    /// <summary>The database has no room for what was to be written. Nothing was; reading goes on.</summary>
    public const string DiskFull = "DISK_FULL";

    /// <summary>Two changes waited for each other, three times in a row. Nothing was written.</summary>
    public const string Deadlock = "DEADLOCK";

    /// <summary>Other changes were in the way, three times in a row. Nothing was written.</summary>
    public const string SerializationFailure = "SERIALIZATION_FAILURE";

    /// <summary>The connection broke while a change was being committed: it was made or not.</summary>
    public const string OutcomeUnknown = "OUTCOME_UNKNOWN";

    /// <summary>A mutation did its change, but this part of its answer could not be read: read it, and do not send the change again.</summary>
    public const string WrittenNotRead = "WRITTEN_NOT_READ";

    /// <summary>A fault of the server; the log has it under the error's correlation id.</summary>
    public const string Unexpected = "UNEXPECTED";

    /// <summary>There is no token, or one that does not count.</summary>
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";

    /// <summary>The viewer's role is not enough.</summary>
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";

    /// <summary>The identity provider does not answer, and its keys are not known yet.</summary>
    public const string ProviderUnavailable = "AUTH_PROVIDER_UNAVAILABLE";

    /// <summary>The token of an event stream or socket has expired, which ends it.</summary>
    public const string TokenExpired = "AUTH_TOKEN_EXPIRED";

    /// <summary>The role of who follows an event stream or socket has changed, which ends it.</summary>
    public const string RightsChanged = "AUTH_RIGHTS_CHANGED";

    /// <summary>More changes were waiting for a subscriber than are kept for one.</summary>
    public const string SubscriberTooSlow = "SUBSCRIBER_TOO_SLOW";

    /// <summary>A cursor of changes was not given out here.</summary>
    public const string CursorNotAuthentic = "CURSOR_NOT_AUTHENTIC";

    /// <summary>What came after a cursor of changes is no longer all kept.</summary>
    public const string CursorTooOld = "CURSOR_TOO_OLD";

    /// <summary>A cursor of changes is from before the database was restored, or from a former version.</summary>
    public const string CursorFromAnotherEpoch = "CURSOR_FROM_ANOTHER_EPOCH";

    /// <summary>A difference was asked for between versions of which the history does not hold one.</summary>
    public const string RevisionNotFound = "REVISION_NOT_FOUND";
}

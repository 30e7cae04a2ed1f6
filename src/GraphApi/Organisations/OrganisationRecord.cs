using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Organisations;

namespace GraphBlog.GraphApi.Organisations;

/// <summary>What is said once of organisations, which the API does not change.</summary>
internal sealed class OrganisationRecord() : RecordType("organisations", typeof(Organisation));

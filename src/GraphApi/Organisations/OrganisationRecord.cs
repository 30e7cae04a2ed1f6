using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Organisations;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Organisations;

/// <summary>What is said once of organisations, which the API does not change.</summary>
internal sealed class OrganisationRecord() : RecordType<Organisation>("organisations")
{
    public override IReadOnlyList<string> Reverted => [];

    public override bool HasTrash => false;

    public override Role HistoryRole => Role.Editor;

    public override string Refusal => "The organisation is changed by whoever runs the server.";

    public override bool MayWrite(TenantContext tenant, Organisation record) => false;

    public override Exception NotFound(long id) => new ValidationException("id", "There is no such organisation.");
}

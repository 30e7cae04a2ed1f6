namespace GraphBlog.Tests.Undo;

/// <summary>
/// What a history made of records, and what an undo must make of them: written down from what is promised, not from how it is done.
/// </summary>
internal sealed class UndoModel
{
    /// <summary>The field that says whether a record is put aside, and since which of all moments.</summary>
    public const string Aside = "aside";

    public List<ModelRecord> Records { get; } = [];

    /// <summary>What the undo of a request comes to: by record its fields, and the records that are in its way.</summary>
    public (Dictionary<ModelRecord, Dictionary<string, string?>> After, List<ModelRecord> Conflicts) Undo(string request)
    {
        var (after, conflicts) = (new Dictionary<ModelRecord, Dictionary<string, string?>>(), new List<ModelRecord>());
        foreach (var record in Records.Where(record => record.Parent is null).Concat(Records.Where(record => record.Parent is not null)))
        {
            if (!record.Changes.Exists(change => change.Request == request))
            {
                continue;
            }

            var hidden = record.Parent is { } parent && parent.Now[Aside] is not null
                && after.GetValueOrDefault(parent, parent.Now)[Aside] is not null;
            if (hidden || record.Undone(request) is not { } undone)
            {
                conflicts.Add(record);
            }
            else
            {
                after[record] = undone;
            }
        }

        return (after, conflicts);
    }
}

/// <summary>A record with all its changes; a comment has its post for a parent.</summary>
internal sealed class ModelRecord(string type, string id, ModelRecord? parent)
{
    public string Type => type;

    public string Id => id;

    public ModelRecord? Parent => parent;

    public List<ModelChange> Changes { get; } = [];

    public Dictionary<string, string?> Now { get; } = [];

    public int Version => Changes.Count;

    /// <summary>Makes a version that changes fields, each of which is another than before.</summary>
    public void Change(string request, params (string Field, string? Value)[] fields)
    {
        Changes.Add(new(request, fields.ToDictionary(one => one.Field, one => (Now.GetValueOrDefault(one.Field), one.Value))));
        foreach (var (field, value) in fields)
        {
            Now[field] = value;
        }
    }

    /// <summary>Whether others changed it after the first change of a request.</summary>
    public bool IsMerged(string request) => Changes.SkipWhile(change => change.Request != request).Any(change => change.Request != request);

    /// <summary>Its fields without the changes of a request; null when others changed the same since.</summary>
    public Dictionary<string, string?>? Undone(string request)
    {
        var result = new Dictionary<string, string?>(Now);
        if (Changes[0].Request == request)
        {
            if (Now[UndoModel.Aside] is null)
            {
                var left = new Dictionary<string, string?>();
                Changes.Where(change => change.Request == request).SelectMany(change => change.Fields).ToList()
                    .ForEach(field => left[field.Key] = field.Value.After);
                if (left.Any(field => Now[field.Key] != field.Value))
                {
                    return null;
                }

                result[UndoModel.Aside] = "by the undo";
            }

            return result;
        }

        foreach (var change in Changes.Where(change => change.Request == request).Reverse())
        {
            foreach (var (field, (before, made)) in change.Fields)
            {
                if (result[field] != made && result[field] != before)
                {
                    return null;
                }

                result[field] = before;
            }
        }

        var isEditedAside = Now[UndoModel.Aside] is not null && result[UndoModel.Aside] is not null
            && result.Any(field => field.Value != Now[field.Key]);
        return isEditedAside ? null : result;
    }
}

/// <param name="Request">The request that made it.</param>
/// <param name="Fields">By field its value before and after.</param>
internal sealed record ModelChange(string Request, Dictionary<string, (string? Before, string? After)> Fields);

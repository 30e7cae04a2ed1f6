using CsCheck;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.Relay;
using GraphBlog.Persistence.Audit;
using static GraphBlog.Tests.Finding.Condition;

namespace GraphBlog.Tests.Finding;

/// <summary>Random conditions on values of one type. Operands are often equal to the values they are compared with.</summary>
internal static class RandomConditions
{
    /// <summary>Conditions on a text, compared by its characters' numbers once letters are composed.</summary>
    public static Gen<Condition<StringOperationFilterInput, string?>> Text(Gen<string> texts, int depth = 2)
    {
        var maybe = texts.Null();
        Gen<IReadOnlyList<string?>?> list = maybe.Array[0, 4].Select(array => (IReadOnlyList<string?>?)array);
        Gen<Operation<StringOperationFilterInput, string?>>[] plain =
        [
            Operation<StringOperationFilterInput, string?, string?>("eq", maybe, (i, o) => i.Eq = o, (v, o) => Nfc(v) == Nfc(o)),
            Operation<StringOperationFilterInput, string?, string?>("neq", maybe, (i, o) => i.Neq = o, (v, o) => Nfc(v) != Nfc(o)),
            Operation<StringOperationFilterInput, string?, IReadOnlyList<string?>?>("in", list, (i, o) => i.In = o, (v, o)
                => o!.Select(Nfc).Contains(Nfc(v))),
            Operation<StringOperationFilterInput, string?, IReadOnlyList<string?>?>("nin", list, (i, o) => i.Nin = o, (v, o)
                => !o!.Select(Nfc).Contains(Nfc(v))),
            Operation<StringOperationFilterInput, string?, string?>("contains", texts!, (i, o) => i.Contains = o, Contains),
            Operation<StringOperationFilterInput, string?, string?>("ncontains", texts!, (i, o) => i.Ncontains = o, (v, o) => !Contains(v, o)),
            Operation<StringOperationFilterInput, string?, string?>("startsWith", texts!, (i, o) => i.StartsWith = o, Starts),
            Operation<StringOperationFilterInput, string?, string?>("nstartsWith", texts!, (i, o) => i.NstartsWith = o, (v, o) => !Starts(v, o)),
            Operation<StringOperationFilterInput, string?, string?>("endsWith", texts!, (i, o) => i.EndsWith = o, Ends),
            Operation<StringOperationFilterInput, string?, string?>("nendsWith", texts!, (i, o) => i.NendsWith = o, (v, o) => !Ends(v, o)),
            .. InAnyCase(texts!),
        ];
        if (depth == 0)
        {
            return Of(plain);
        }

        var inner = Text(texts, depth - 1);
        return Of([.. plain, Several("and", inner, true, (i, o) => i.And = o), Several("or", inner, false, (i, o) => i.Or = o)]);

        static bool Contains(string? value, string? operand) => Nfc(value)?.Contains(Nfc(operand)!, StringComparison.Ordinal) == true;
        static bool Starts(string? value, string? operand) => Nfc(value)?.StartsWith(Nfc(operand)!, StringComparison.Ordinal) == true;
        static bool Ends(string? value, string? operand) => Nfc(value)?.EndsWith(Nfc(operand)!, StringComparison.Ordinal) == true;
    }

    private static IEnumerable<Gen<Operation<StringOperationFilterInput, string?>>> InAnyCase(Gen<string?> texts)
    {
        return
        [
            On("ieq", (i, o) => i.Ieq = o, (v, o) => v == o), On("nieq", (i, o) => i.Nieq = o, (v, o) => v == o),
            On("icontains", (i, o) => i.Icontains = o, (v, o) => v.Contains(o, StringComparison.Ordinal)),
            On("nicontains", (i, o) => i.Nicontains = o, (v, o) => v.Contains(o, StringComparison.Ordinal)),
            On("istartsWith", (i, o) => i.IstartsWith = o, (v, o) => v.StartsWith(o, StringComparison.Ordinal)),
            On("nistartsWith", (i, o) => i.NistartsWith = o, (v, o) => v.StartsWith(o, StringComparison.Ordinal)),
            On("iendsWith", (i, o) => i.IendsWith = o, (v, o) => v.EndsWith(o, StringComparison.Ordinal)),
            On("niendsWith", (i, o) => i.NiendsWith = o, (v, o) => v.EndsWith(o, StringComparison.Ordinal)),
        ];

        Gen<Operation<StringOperationFilterInput, string?>> On(
            string name, Action<StringOperationFilterInput, GraphBlog.Engine.Types.Optional<string?>> set, Func<string, string, bool> holds)
        {
            var isNot = name[0] == 'n';
            var other = Gen.Select(texts, Gen.Int[0, 2], (text, form) => form switch
            {
                0 => text,
                1 => text!.ToUpperInvariant(),
                _ => text!.ToLowerInvariant(),
            });
            return Operation<StringOperationFilterInput, string?, string?>(
                name, other, set, (v, o) => isNot != (v is not null && holds(Nfc(v)!.ToLowerInvariant(), Nfc(o)!.ToLowerInvariant())));
        }
    }

    /// <summary>The only letter of these tests that may be composed; .NET composes none without ICU.</summary>
    private static string? Nfc(string? text) => text?.Replace("e\u0301", "\u00e9", StringComparison.Ordinal)
        .Replace("E\u0301", "\u00c9", StringComparison.Ordinal);

    /// <summary>Conditions on a list of texts.</summary>
    public static Gen<Condition<StringListFilterInput, string[]>> Texts(Gen<string> texts) => Of(
        Operation<StringListFilterInput, string[], bool?>("any", Gen.Bool.Select(any => (bool?)any), (i, o) => i.Any = o, (v, o) => v.Any() == o),
        Quantified("some", texts, (i, o) => i.Some = o, (v, holds) => v.Any(holds)),
        Quantified("none", texts, (i, o) => i.None = o, (v, holds) => !v.Any(holds)),
        Quantified("all", texts, (i, o) => i.All = o, (v, holds) => v.All(holds)));

    /// <summary>Conditions on a number, which is never missing.</summary>
    public static Gen<Condition<IntOperationFilterInput, int>> Number(Gen<int> numbers)
    {
        Gen<int?> some = numbers.Select(number => (int?)number), maybe = numbers.Nullable();
        Gen<IReadOnlyList<int?>?> list = maybe.Array[0, 4].Select(array => (IReadOnlyList<int?>?)array);
        return Of(
            Operation<IntOperationFilterInput, int, int?>("eq", maybe, (i, o) => i.Eq = o, (v, o) => v == o),
            Operation<IntOperationFilterInput, int, int?>("neq", maybe, (i, o) => i.Neq = o, (v, o) => v != o),
            Operation<IntOperationFilterInput, int, int?>("gt", some, (i, o) => i.Gt = o, (v, o) => v > o),
            Operation<IntOperationFilterInput, int, int?>("gte", some, (i, o) => i.Gte = o, (v, o) => v >= o),
            Operation<IntOperationFilterInput, int, int?>("lt", some, (i, o) => i.Lt = o, (v, o) => v < o),
            Operation<IntOperationFilterInput, int, int?>("lte", some, (i, o) => i.Lte = o, (v, o) => v <= o),
            Operation<IntOperationFilterInput, int, int?>("ngt", some, (i, o) => i.Ngt = o, (v, o) => !(v > o)),
            Operation<IntOperationFilterInput, int, int?>("ngte", some, (i, o) => i.Ngte = o, (v, o) => !(v >= o)),
            Operation<IntOperationFilterInput, int, int?>("nlt", some, (i, o) => i.Nlt = o, (v, o) => !(v < o)),
            Operation<IntOperationFilterInput, int, int?>("nlte", some, (i, o) => i.Nlte = o, (v, o) => !(v <= o)),
            Operation<IntOperationFilterInput, int, IReadOnlyList<int?>?>("in", list, (i, o) => i.In = o, (v, o) => o!.Contains(v)),
            Operation<IntOperationFilterInput, int, IReadOnlyList<int?>?>("nin", list, (i, o) => i.Nin = o, (v, o) => !o!.Contains(v)));
    }

    /// <summary>Conditions on a moment. Operands lie a tenth of a microsecond beside the values too, and at other offsets.</summary>
    public static Gen<Condition<DateTimeOperationFilterInput, DateTimeOffset?>> Moment(IReadOnlyList<DateTimeOffset> moments)
    {
        var some = Gen.Select(Gen.OneOf([.. moments]), Gen.Int[-11, 11], Gen.Int[-3, 3],
            (moment, ticks, hours) => (DateTimeOffset?)moment.AddTicks(ticks is -11 or -10 or -1 or 1 or 10 or 11 ? ticks : 0)
                .ToOffset(TimeSpan.FromHours(hours)));
        var maybe = Gen.Frequency((1, Gen.Const((DateTimeOffset?)null)), (3, some));
        Gen<IReadOnlyList<DateTimeOffset?>?> list = maybe.Array[0, 4].Select(array => (IReadOnlyList<DateTimeOffset?>?)array);
        return Of(
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("eq", maybe, (i, o) => i.Eq = o, (v, o) => v == o),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("neq", maybe, (i, o) => i.Neq = o, (v, o) => v != o),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("gt", some, (i, o) => i.Gt = o, (v, o) => v > o),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("gte", some, (i, o) => i.Gte = o, (v, o) => v >= o),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("lt", some, (i, o) => i.Lt = o, (v, o) => v < o),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("lte", some, (i, o) => i.Lte = o, (v, o) => v <= o),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("ngt", some, (i, o) => i.Ngt = o, (v, o) => !(v > o)),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("ngte", some, (i, o) => i.Ngte = o, (v, o) => !(v >= o)),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("nlt", some, (i, o) => i.Nlt = o, (v, o) => !(v < o)),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, DateTimeOffset?>("nlte", some, (i, o) => i.Nlte = o, (v, o) => !(v <= o)),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, IReadOnlyList<DateTimeOffset?>?>(
                "in", list, (i, o) => i.In = o, (v, o) => o!.Contains(v)),
            Operation<DateTimeOperationFilterInput, DateTimeOffset?, IReadOnlyList<DateTimeOffset?>?>(
                "nin", list, (i, o) => i.Nin = o, (v, o) => !o!.Contains(v)));
    }

    /// <summary>Conditions on the key of a user, some of which nobody has.</summary>
    public static Gen<Condition<IdOperationFilterInput, long?>> User()
    {
        Gen<GlobalId?> some = Gen.OneOf("1", "2", "3", "4", "99", "x", "01").Select(key => (GlobalId?)new GlobalId("User", key));
        var maybe = Gen.Frequency((1, Gen.Const((GlobalId?)null)), (3, some));
        Gen<IReadOnlyList<GlobalId?>?> list = maybe.Array[0, 3].Select(array => (IReadOnlyList<GlobalId?>?)array);
        return Of(
            Operation<IdOperationFilterInput, long?, GlobalId?>("eq", maybe, (i, o) => i.Eq = o, Is),
            Operation<IdOperationFilterInput, long?, GlobalId?>("neq", maybe, (i, o) => i.Neq = o, (v, o) => !Is(v, o)),
            Operation<IdOperationFilterInput, long?, IReadOnlyList<GlobalId?>?>("in", list, (i, o) => i.In = o, (v, o) => o!.Any(id => Is(v, id))),
            Operation<IdOperationFilterInput, long?, IReadOnlyList<GlobalId?>?>(
                "nin", list, (i, o) => i.Nin = o, (v, o) => !o!.Any(id => Is(v, id))));

        static bool Is(long? value, GlobalId? id) => value?.ToString() == id?.Key;
    }

    /// <summary>Conditions on the record of an entry, of several kinds, some of which there are not.</summary>
    public static Gen<Condition<IdOperationFilterInput, AuditEntry>> Record()
    {
        var some = Gen.Select(Gen.OneOf("Post", "TrashedPost", "User", "Organisation", "AuditEntry"), Gen.OneOf("1", "2", "3", "99", "x", "01"))
            .Select((type, key) => (GlobalId?)new GlobalId(type, key));
        var maybe = Gen.Frequency((1, Gen.Const((GlobalId?)null)), (5, some));
        Gen<IReadOnlyList<GlobalId?>?> list = maybe.Array[0, 3].Select(array => (IReadOnlyList<GlobalId?>?)array);
        return Of(
            Operation<IdOperationFilterInput, AuditEntry, GlobalId?>("eq", maybe, (i, o) => i.Eq = o, Is),
            Operation<IdOperationFilterInput, AuditEntry, GlobalId?>("neq", maybe, (i, o) => i.Neq = o, (v, o) => !Is(v, o)),
            Operation<IdOperationFilterInput, AuditEntry, IReadOnlyList<GlobalId?>?>("in", list, (i, o) => i.In = o, (v, o)
                => o!.Any(id => Is(v, id))),
            Operation<IdOperationFilterInput, AuditEntry, IReadOnlyList<GlobalId?>?>(
                "nin", list, (i, o) => i.Nin = o, (v, o) => !o!.Any(id => Is(v, id))));

        static bool Is(AuditEntry entry, GlobalId? id) => entry.RecordId.ToString() == id?.Key
            && entry.RecordType == id?.TypeName switch
            {
                "Post" or "TrashedPost" => "posts",
                "User" => "users",
                "Organisation"
                => "organisations",
                _ => ""
            };
    }

    /// <summary>Conditions on one of several choices, which is never missing.</summary>
    public static Gen<Condition<EnumOperationFilterInput<T>, T>> Choice<T>() where T : struct, Enum
    {
        var some = Gen.OneOf(Enum.GetValues<T>());
        Gen<IReadOnlyList<T>?> list = some.Array[0, 2].Select(array => (IReadOnlyList<T>?)array);
        return Of(
            Operation<EnumOperationFilterInput<T>, T, T?>("eq", some.Nullable(), (i, o) => i.Eq = o, (v, o) => v.Equals(o)),
            Operation<EnumOperationFilterInput<T>, T, T?>("neq", some.Nullable(), (i, o) => i.Neq = o, (v, o) => !v.Equals(o)),
            Operation<EnumOperationFilterInput<T>, T, IReadOnlyList<T>?>("in", list, (i, o) => i.In = o, (v, o) => o!.Contains(v)),
            Operation<EnumOperationFilterInput<T>, T, IReadOnlyList<T>?>("nin", list, (i, o) => i.Nin = o, (v, o) => !o!.Contains(v)));
    }

    private static Gen<Operation<StringListFilterInput, string[]>> Quantified(
        string name,
        Gen<string> texts,
        Action<StringListFilterInput, GraphBlog.Engine.Types.Optional<StringOperationFilterInput?>> set,
        Func<string[], Func<string, bool>, bool> quantify)
        => Text(texts, depth: 1).Select(condition => new Operation<StringListFilterInput, string[]>(
            name,
            input => set(input, condition.Input),
            condition.Holds is { } holds ? texts => quantify(texts, holds) : null,
            condition.Text));
}

using Opper.Drift.Reading;
using Opper.Drift.Shapes;

namespace Opper.Drift.Comparing;

/// <summary>Compares two schemas at one use, recursively by field.</summary>
internal sealed class SchemaComparer(Comparison comparison, Use use, string root)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Compares values.</summary>
    /// <param name="ours">The schema of the contract; several if the value has several forms.</param>
    /// <param name="live">The schema of the live document.</param>
    /// <param name="optional">Whether the value is optional in the contract.</param>
    /// <param name="patch">Whether the value is part of a PATCH body.</param>
    /// <param name="stated">Whether to compare default and deprecation too.</param>
    public void Compare(IReadOnlyList<SchemaAt> ours, IReadOnlyList<SchemaAt> live, bool optional, bool patch = false, bool stated = true)
    {
        if (!_seen.Add(string.Join(' ', ours.Concat(live).Select(schema => schema.Pointer.ToString()))))
        {
            return;
        }

        var (own, theirs) = (new Shape(ours), new Shape(live));
        comparison.Pair(own, theirs);
        var place = ours[0].Pointer;
        comparison.Used(place, use);
        var basis = new Occurrence(DifferenceKind.Nullable, Group.Breaking, place, place.Display(root), use) { IsOptional = optional, IsPatch = patch };

        Nullable(own, theirs, basis);
        if (stated)
        {
            StatedThings(own, theirs, basis);
        }

        if (own.Types != theirs.Types)
        {
            Add(basis with { Kind = DifferenceKind.Type, Ours = own.TypeText, Live = theirs.TypeText, OursIsWider = own.Covers(theirs) });
            if (own.IsAnything || theirs.IsAnything)
            {
                return;
            }
        }
        else
        {
            Formats(own, theirs, basis);
            Bounds(own, theirs, basis);
        }

        Values(own, theirs, basis);
        Fields(own, theirs);
        Inner(own.Items, theirs.Items);
        Inner(own.Further, theirs.Further);
    }

    /// <summary>Compares default and deprecation of a value.</summary>
    public void StatedThings(string? ourDefault, string? liveDefault, bool ourDeprecated, bool liveDeprecated, Occurrence basis)
    {
        if (ourDefault != liveDefault)
        {
            Add(basis with { Kind = DifferenceKind.Default, Group = ourDefault is null ? Group.Additive : Group.Breaking,
                Ours = ourDefault, Live = liveDefault });
        }

        if (liveDeprecated && !ourDeprecated)
        {
            Add(basis with { Kind = DifferenceKind.Deprecated, Group = Group.Additive, Live = "deprecated" });
        }
    }

    private void StatedThings(Shape own, Shape theirs, Occurrence basis) =>
        StatedThings(own.Default, theirs.Default, own.IsDeprecated, theirs.IsDeprecated, basis);

    private void Nullable(Shape own, Shape theirs, Occurrence basis)
    {
        if (own.IsNullable != theirs.IsNullable && own.IsAnything == theirs.IsAnything)
        {
            Add(basis with
            {
                Group = use.IsSent && theirs.IsNullable ? Group.Additive : Group.Breaking,
                Ours = NullText(own),
                Live = NullText(theirs),
                OursIsWider = own.IsNullable,
            });
        }

        static string NullText(Shape shape) => shape.IsNullable ? "nullable" : "never null";
    }

    private void Formats(Shape own, Shape theirs, Occurrence basis)
    {
        var (mine, their) = (Join(own.Formats), Join(theirs.Formats));
        if (mine != their)
        {
            Add(basis with { Kind = DifferenceKind.Format, Ours = mine, Live = their });
        }
    }

    private void Bounds(Shape own, Shape theirs, Occurrence basis)
    {
        foreach (var name in own.Bounds.Keys.Union(theirs.Bounds.Keys).Order(StringComparer.Ordinal))
        {
            var (mine, their) = (own.Bounds.GetValueOrDefault(name), theirs.Bounds.GetValueOrDefault(name));
            if (mine != their)
            {
                var liveIsTighter = Bound.IsTighter(name, their, mine);
                var target = own.Leaves is [var leaf] ? leaf.Pointer : basis.Target;
                comparison.Used(target, use);
                Add(basis with
                {
                    Kind = DifferenceKind.Bound,
                    Group = use.IsSent && !liveIsTighter ? Group.Additive : Group.Breaking,
                    Target = target,
                    Detail = name,
                    Ours = mine,
                    Live = their,
                    OursIsWider = liveIsTighter,
                });
            }
        }
    }

    private void Values(Shape own, Shape theirs, Occurrence basis)
    {
        if (own.Values is null != theirs.Values is null)
        {
            Add(basis with { Kind = DifferenceKind.EnumOrOpen, Ours = Join(own.Values), Live = Join(theirs.Values), OursIsWider = own.Values is null });
        }
        else if (own.Values is not null && theirs.Values is not null)
        {
            var target = own.Leaves[0].Pointer;
            comparison.Used(target, use);
            basis = basis with { Target = target, Where = target.Display(root) };
            foreach (var value in theirs.Values.Except(own.Values))
            {
                Add(basis with { Kind = DifferenceKind.EnumValueNotOurs, Group = Group.Additive, Detail = value });
            }

            foreach (var value in own.Values.Except(theirs.Values))
            {
                Add(basis with { Kind = DifferenceKind.EnumValueNotLive, Detail = value, OursIsWider = true });
            }
        }
    }

    private void Fields(Shape own, Shape theirs)
    {
        if (own.Objects.Count == 0 || theirs.Objects.Count == 0)
        {
            return;
        }

        // A free-form map on either side has no fields to compare.
        var owner = own.Objects[0];
        comparison.Used(owner.Pointer, use);
        var isMap = own.Properties.Count == 0 || theirs.Properties.Count == 0;
        foreach (var (name, fields) in theirs.Properties)
        {
            var required = theirs.Required.Contains(name);
            if (!own.Properties.TryGetValue(name, out var mine))
            {
                if (!isMap)
                {
                    Add(new Occurrence(DifferenceKind.FieldNotOurs, use.IsSent && required ? Group.Breaking : Group.Additive, owner.Pointer,
                        owner.Pointer.Add("properties", name).Display(root), use)
                    {
                        Detail = name,
                        Live = (required ? "required " : "optional ") + new Shape(fields).TypeText,
                        LiveSchemas = fields,
                    });
                }

                continue;
            }

            comparison.IsLive(owner.Pointer, name);
            var optional = !own.Required.Contains(name);
            if (optional == required)
            {
                Add(new Occurrence(DifferenceKind.Required, use.IsSent && optional == false ? Group.Additive : Group.Breaking, owner.Pointer,
                    mine[0].Pointer.Display(root), use)
                {
                    Detail = name,
                    Ours = optional ? "optional" : "required",
                    Live = required ? "required" : "optional",
                    OursIsWider = optional,
                });
            }

            Compare(mine, fields, optional, owner.IsPatch);
        }

        foreach (var (name, mine) in own.Properties.Where(property => !isMap && !theirs.Properties.ContainsKey(property.Key)))
        {
            Add(new Occurrence(DifferenceKind.FieldNotLive, Group.Breaking, owner.Pointer, mine[0].Pointer.Display(root), use)
            {
                Detail = name,
                IsOptional = !own.Required.Contains(name),
                OursIsWider = true,
            });
        }

        if (use.IsSent && theirs.Objects.All(leaf => leaf.Closed) && !own.Objects.All(leaf => leaf.Closed))
        {
            Add(new Occurrence(DifferenceKind.FurtherFields, Group.Breaking, owner.Pointer, owner.Pointer.Display(root), use));
        }
    }

    private void Inner(IReadOnlyList<SchemaAt> own, IReadOnlyList<SchemaAt> theirs)
    {
        if (own.Count > 0 && theirs.Count > 0)
        {
            Compare(own, theirs, optional: false);
        }
    }

    private static string? Join(IReadOnlyList<string>? values) => values is { Count: > 0 } ? string.Join(", ", values) : null;

    private void Add(Occurrence occurrence) => comparison.Occurrences.Add(occurrence);
}

using System.Text.Json.Nodes;
using Opper.Drift.Comparing;
using Opper.Drift.Reading;
using Opper.Drift.Shapes;
using YamlDotNet.RepresentationModel;

namespace Opper.Drift.Applying;

/// <summary>Writes the additive differences into the text of opper.yaml, one by one; all other lines remain unchanged.</summary>
internal static class Applier
{
    private static readonly Pointer Schemas = new("components", "schemas");

    public static ApplyResult Apply(string text, DriftReport report)
    {
        var byHand = new List<(Difference Difference, string Why)>();
        var applied = new List<Difference>();
        var pairs = report.Comparison.Pairs.ToDictionary(StringComparer.Ordinal);
        foreach (var difference in report.Of(Group.Additive))
        {
            if (difference.ByHand is { } why)
            {
                byHand.Add((difference, why));
                continue;
            }

            try
            {
                text = One(text, difference, pairs);
                applied.Add(difference);
            }
            catch (CannotApplyException error)
            {
                byHand.Add((difference, error.Message));
            }
        }

        return new ApplyResult(text, applied, byHand);
    }

    private static string One(string text, Difference difference, Dictionary<string, string> pairs)
    {
        var contract = DocumentReader.Parse("opper.yaml", text);
        var yaml = new ContractText(text);
        var taken = (contract.Document.Components?.Schemas?.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        var known = pairs.ToDictionary(StringComparer.Ordinal);
        var schemas = new SchemaWriter(taken, known);
        var operations = new OperationWriter(contract, schemas);
        var first = difference.First;
        switch (first.Kind)
        {
            case DifferenceKind.FieldNotOurs:
                FieldEdits.Add(yaml, first, schemas, difference.IsSent);
                break;
            case DifferenceKind.Required when first.Detail is { } field:
                FieldEdits.MakeOptional(yaml, yaml.Map(first.Target), field);
                break;
            case DifferenceKind.Required:
                FieldEdits.RemoveLine(yaml, yaml.Map(first.Target), "required");
                break;
            case DifferenceKind.Nullable:
                FieldEdits.MakeNullable(yaml, yaml.Map(first.Target));
                break;
            case DifferenceKind.EnumValueNotOurs:
                FieldEdits.AddValue(yaml, yaml.Map(first.Target), first.Detail!);
                break;
            case DifferenceKind.Bound:
                FieldEdits.SetBound(yaml, yaml.Map(first.Target), first.Detail!, first.Live);
                break;
            case DifferenceKind.Default:
                FieldEdits.Say(yaml, yaml.Map(first.Target), first.Live, deprecated: false);
                break;
            case DifferenceKind.Deprecated:
                FieldEdits.Say(yaml, yaml.Map(first.Target), null, deprecated: true);
                break;
            case DifferenceKind.ParameterNotOurs:
                OperationEdits.AddParameter(yaml, first, operations);
                break;
            case DifferenceKind.StatusNotOurs:
                OperationEdits.AddStatus(yaml, first, operations);
                break;
            case DifferenceKind.MediaTypeNotOurs:
                OperationEdits.AddMediaType(yaml, first, operations);
                break;
            case DifferenceKind.OperationNotOurs:
                OperationEdits.AddOperation(yaml, first.LiveOperation!, new OperationNaming(contract), operations);
                break;
            default:
                throw new CannotApplyException("it needs a decision");
        }

        // New components are written last, so that earlier line numbers remain valid.
        text = yaml.ToString();
        foreach (var (_, lines) in schemas.Components)
        {
            yaml = new ContractText(text);
            yaml.Insert(yaml.Map(Schemas), [string.Empty, .. lines]);
            text = yaml.ToString();
        }

        foreach (var (live, own) in known)
        {
            pairs[live] = own;
        }

        return text;
    }
}

using Opper.Drift.Reading;

namespace Opper.Drift.Applying;

/// <summary>Finds the position, the tag and the name of an operation that the contract does not have.</summary>
internal sealed class OperationNaming(ApiDocument contract)
{
    /// <summary>The operation after which a path is inserted: the last of those with the longest common path.</summary>
    public ApiOperation? Neighbour(ApiOperation live)
    {
        var best = contract.Operations.Select(operation => (Operation: operation, Common: Common(operation.Key, live.Key))).ToList();
        var most = best.Count == 0 ? 0 : best.Max(one => one.Common);
        return most > 1 ? best.Last(one => one.Common == most).Operation : null;
    }

    public static string Tag(ApiOperation live, ApiOperation? neighbour) =>
        neighbour?.Operation.Tags?.FirstOrDefault()?.Name ?? ComponentNames.Of(Words(live).FirstOrDefault() ?? "Live");

    public string Id(ApiOperation live, string tag)
    {
        var taken = contract.Operations.Select(operation => operation.Operation.OperationId).ToHashSet(StringComparer.Ordinal);
        return Candidates(live).Select(verb => $"{tag}_{verb}").First(id => !taken.Contains(id));
    }

    private static IEnumerable<string> Candidates(ApiOperation live)
    {
        var last = live.FullPath.Split('/')[^1];
        var endsInParameter = last.StartsWith('{');
        var word = ComponentNames.Of(Words(live).LastOrDefault() ?? "Live");
        var afterParameter = live.FullPath.Contains('{', StringComparison.Ordinal) && !endsInParameter;
        var verb = live.Method switch
        {
            "GET" => endsInParameter ? "Get" : "List",
            "POST" => "Create",
            "DELETE" => "Delete",
            _ => "Update",
        };
        if (live.Method == "POST" && afterParameter)
        {
            yield return word;
        }

        if (!afterParameter)
        {
            yield return verb;
        }

        for (var name = verb + (verb is "List" ? word : ComponentNames.Singular(word)); ; name += "Live")
        {
            yield return name;
        }
    }

    private static IEnumerable<string> Words(ApiOperation live) =>
        live.FullPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Where(segment => !segment.StartsWith('{'));

    // Without the method and the version.
    private static int Common(string one, string other) =>
        one.Split(' ')[1].Split('/').Skip(1).Zip(other.Split(' ')[1].Split('/').Skip(1)).TakeWhile(pair => pair.First == pair.Second).Count();
}

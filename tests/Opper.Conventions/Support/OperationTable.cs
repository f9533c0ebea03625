using System.Text;

namespace Opper.Conventions;

/// <summary>The page of all operations, generated from the contract and the client.</summary>
internal static class OperationTable
{
    public const string Page = "src/Opper/OPERATIONS.md";

    public static string Write()
    {
        var page = new StringBuilder()
            .Append("# Operations\n\n")
            .Append($"All {Contract.Operations.Count} operations of [`opper.yaml`](../../opper.yaml) as methods of `OpperClient`. ")
            .Append("Each takes `RequestOptions? options` and `CancellationToken cancellationToken` last; `WithRawResponse` of each client gives status and "
                + "headers too.\n");
        foreach (var resource in Contract.Operations.GroupBy(operation => operation.Resource))
        {
            var description = (string)Contract.Root["tags"]!.Single(tag => (string?)tag["name"] == resource.Key)["description"]!;
            page.Append($"\n## {resource.Key}\n\n{description}\n\n| Method | Endpoint | What it does |\n|---|---|---|\n");
            foreach (var operation in resource)
            {
                page.Append($"| {Method(operation)} | `{operation.Method} {operation.Path}` | {operation.Json["summary"]}{Notes(operation)} |\n");
            }
        }

        return page.ToString();
    }

    // Operations that are a surface of others are called by the methods of these.
    private static string Method(ContractOperation operation) => operation.IsSurface
        ? $"with `OpperSurface.Compat`: {string.Join(", ", operation.Json["x-opper-surface"]!.Select(id => $"`{((string)id!).Replace('_', '.')}Async`"))}"
        : $"`opper.{operation.Resource}.{operation.Verb}Async`";

    /// <summary>The endpoints that a page names in its rows, with the method beside each.</summary>
    public static IEnumerable<(string Method, string Endpoint)> Rows(string page) =>
        from line in page.Split('\n')
           let cells = line.Split('|')
           where cells.Length == 5 && cells[1].Contains("`opper.", StringComparison.Ordinal)
           select (cells[1].Trim(' ', '`')["opper.".Length..], cells[2].Trim(' ', '`'));

    private static string Notes(ContractOperation operation)
    {
        var notes = new List<string>();
        if (operation.Streams)
        {
            notes.Add("gives a stream");
        }

        if (operation.Json["x-opper-paging"] is not null)
        {
            notes.Add($"the whole list: `{operation.Verb.Replace("List", "ListAll", StringComparison.Ordinal)}Async`");
        }

        if (operation.Json["x-opper-stream-option"] is not null)
        {
            notes.Add("as a stream: `StreamAsync`");
        }

        if (operation.Json["x-opper-reference-form"] is not null)
        {
            notes.Add("in the endpoint reference only");
        }

        return notes.Count > 0 ? $" ({string.Join("; ", notes)})" : string.Empty;
    }
}

namespace Opper.Emulator.Completions;

/// <summary>The tools of a request and its tool choice. OpenAI's legacy functions count as tools.</summary>
/// <param name="Tools">The tools that may be called.</param>
/// <param name="Mode"><c>none</c>, <c>auto</c> or <c>required</c>.</param>
/// <param name="IsLegacy">Whether the output must be a legacy <c>function_call</c>.</param>
/// <param name="Missing">The name of a chosen tool that the request does not offer.</param>
internal sealed record ToolOffer(IReadOnlyList<OfferedTool> Tools, string Mode, bool IsLegacy, string? Missing)
{
    public static ToolOffer Of(JsonObject request)
    {
        var isLegacy = request["tools"] is not JsonArray && request["functions"] is JsonArray;
        var tools = isLegacy
            ? request["functions"]!.AsArray().Select(f => Function(f!)).ToList()
            : (request["tools"] as JsonArray ?? []).Select(Tool).OfType<OfferedTool>().ToList();
        var (mode, names) = Choice(request[isLegacy ? "function_call" : "tool_choice"]);
        return new ToolOffer(names is null ? tools : tools.FindAll(t => names.Contains(t.Name)), mode ?? (tools.Count > 0 ? "auto" : "none"), isLegacy,
            names?.Except(tools.Select(t => t.Name)).FirstOrDefault());
    }

    /// <summary>Reports an invalid tool choice.</summary>
    public void Check(RequestBody body)
    {
        var name = IsLegacy ? "function_call" : "tool_choice";
        body.FailIf(Missing is not null, "value_error", name, $"Tool '{Missing}' is not among the tools of the request");
        body.FailIf(Missing is null && Mode == "required" && Tools.Count == 0, "value_error", name,
            "A tool call is required but the request has no tools");
    }

    private static OfferedTool? Tool(JsonNode? tool) =>
        tool?["function"] is JsonObject function ? Function(function)
        : tool?["custom"] is JsonObject custom ? new OfferedTool((string)custom["name"]!, (string?)custom["description"] ?? string.Empty, null, IsCustom: true)
        : null;

    private static OfferedTool Function(JsonNode function) =>
        new((string)function["name"]!, (string?)function["description"] ?? string.Empty, function["parameters"] as JsonObject, IsCustom: false);

    private static (string? Mode, IReadOnlySet<string>? Names) Choice(JsonNode? choice) => choice switch
    {
        JsonValue mode => ((string?)mode, null),
        JsonObject o when o["allowed_tools"] is JsonObject allowed =>
            ((string?)allowed["mode"], (allowed["tools"] as JsonArray ?? []).Select(NameOf).OfType<string>().ToHashSet(StringComparer.Ordinal)),
        JsonObject o when NameOf(o) is { } name => ("required", new HashSet<string>(StringComparer.Ordinal) { name }),
        _ => (null, null),
    };

    private static string? NameOf(JsonNode? tool) => (string?)(tool?["function"] ?? tool?["custom"] ?? tool)?["name"];
}

namespace Opper.Emulator.Completions;

/// <summary>The tools of a request and its tool choice. OpenAI's legacy functions count as tools.</summary>
internal sealed class ToolOffer
{
    private ToolOffer(IReadOnlyList<OfferedTool> tools, string mode, IReadOnlySet<string>? names, bool isLegacy)
    {
        Tools = names is null ? tools : [.. tools.Where(t => names.Contains(t.Name))];
        Mode = mode;
        IsNamed = names is { Count: 1 } && mode == "required";
        IsLegacy = isLegacy;
        Missing = names?.Except(tools.Select(t => t.Name)).FirstOrDefault();
    }

    /// <summary>The tools that may be called.</summary>
    public IReadOnlyList<OfferedTool> Tools { get; }

    /// <summary><c>none</c>, <c>auto</c> or <c>required</c>.</summary>
    public string Mode { get; }

    public bool IsNamed { get; }

    /// <summary>Whether the output must be a legacy <c>function_call</c>.</summary>
    public bool IsLegacy { get; }

    /// <summary>The name of a chosen tool that the request does not offer.</summary>
    public string? Missing { get; }

    public static ToolOffer Of(JsonObject request)
    {
        var isLegacy = request["tools"] is not JsonArray && request["functions"] is JsonArray;
        var tools = isLegacy
            ? request["functions"]!.AsArray().Select(f => Function(f!)).ToList()
            : (request["tools"] as JsonArray ?? []).Select(Tool).OfType<OfferedTool>().ToList();
        var (mode, names) = Choice(request[isLegacy ? "function_call" : "tool_choice"]);
        return new ToolOffer(tools, mode ?? (tools.Count > 0 ? "auto" : "none"), names, isLegacy);
    }

    /// <summary>Reports an invalid tool choice.</summary>
    public void Check(RequestBody body)
    {
        var name = IsLegacy ? "function_call" : "tool_choice";
        if (Missing is not null)
        {
            body.Fail("value_error", name, $"Tool '{Missing}' is not among the tools of the request", body.Json[name]);
        }
        else if (Mode == "required" && Tools.Count == 0)
        {
            body.Fail("value_error", name, "A tool call is required but the request has no tools", body.Json[name]);
        }
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

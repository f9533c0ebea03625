namespace Opper.Emulator.Completions;

/// <summary>A tool call in an output. The arguments of a function are JSON text.</summary>
internal sealed record ToolCall(string Id, string Name, string Arguments, bool IsCustom = false)
{
    public static ToolCall Of(string name, string arguments, bool isCustom = false) => new($"call_{Guid.NewGuid():N}", name, arguments, isCustom);

    public static ToolCall Of(string name, JsonNode? arguments) => Of(name, Wire.AsString(arguments) ?? "{}");

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["type"] = IsCustom ? "custom" : "function",
        [IsCustom ? "custom" : "function"] = Named(Arguments),
    };

    /// <summary>An object with only the name and the arguments.</summary>
    public JsonObject Named(string arguments) => new() { ["name"] = Name, [IsCustom ? "input" : "arguments"] = arguments };
}

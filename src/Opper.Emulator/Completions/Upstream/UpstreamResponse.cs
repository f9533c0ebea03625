namespace Opper.Emulator.Completions.Upstream;

/// <summary>Reads OpenAI's responses and chunks.</summary>
internal static partial class UpstreamResponse
{
    public static string? Content(JsonObject json) => First(json)?["message"] is JsonObject message
        ? (string?)message["content"] ?? (message["tool_calls"] ?? message["function_call"])?.ToJsonString() ?? (string?)message["refusal"]
        : null;

    public static string? Delta(JsonObject chunk) => (string?)First(chunk)?["delta"]?["content"];

    /// <summary>The names and the fragments of the arguments of tool calls.</summary>
    public static IEnumerable<string> ToolDeltas(JsonObject chunk) => (First(chunk)?["delta"]?["tool_calls"] as JsonArray ?? [])
        .Select(call => call?["function"])
        .Select(function => $"{((string?)function?["name"] is { } name ? $"{name} " : null)}{(string?)function?["arguments"]}");

    public static TokenUsage? Usage(JsonObject json) => json["usage"] is JsonObject usage
        ? new TokenUsage(Number(usage["prompt_tokens"]), Number(usage["completion_tokens"]))
        : null;

    private static JsonNode? First(JsonObject json) => json["choices"] is JsonArray { Count: > 0 } choices ? choices[0] : null;

    private static int Number(JsonNode? value) => value is JsonValue number && number.TryGetValue<int>(out var count) ? count : 0;

    /// <summary>JSON without the Markdown code fence that some models add in spite of instructions.</summary>
    public static string Json(string content) => Fence().Match(content) is { Success: true } fence ? fence.Groups[1].Value : content.Trim();

    [GeneratedRegex(@"^\s*```[^\n]*\n(.*?)(?:```\s*)?\z", RegexOptions.Singleline)]
    private static partial Regex Fence();
}

namespace Opper.Emulator.Completions;

/// <summary>A chat request in OpenAI's format, already validated against the contract.</summary>
internal sealed class ChatConversation(JsonObject request)
{
    /// <summary>The function name of chats.</summary>
    public const string Name = "openai/chat/completions";

    public JsonObject Request { get; } = request;

    /// <summary>Whether it was sent to the compat surface, whose responses have Opper's metadata.</summary>
    public bool IsCompat { get; init; }

    public JsonArray Messages { get; } = request["messages"] as JsonArray ?? [];

    public ToolOffer Tools { get; } = ToolOffer.Of(request);

    public bool IsStreamed => Flag(Request["stream"]);

    public bool IncludesUsage => Flag(Request["stream_options"]?["include_usage"]);

    public int Choices => Number("n") ?? 1;

    public int? MaxTokens => Number("max_completion_tokens") ?? Number("max_tokens");

    public IReadOnlyList<string> Stops => Request["stop"] switch
    {
        JsonArray many => [.. many.Select(s => (string)s!)],
        JsonValue one => [(string)one!],
        _ => [],
    };

    public bool WantsJson => (string?)Request["response_format"]?["type"] is "json_object" or "json_schema";

    public JsonObject? Schema => Request["response_format"]?["json_schema"]?["schema"] as JsonObject;

    /// <summary>The messages of the system and the developer.</summary>
    public string Instructions => string.Join("\n\n", Messages.Where(m => Role(m) is "system" or "developer").Select(Text));

    /// <summary>The last message of the user.</summary>
    public string UserText => Messages.LastOrDefault(m => Role(m) == "user") is { } message ? Text(message) : string.Empty;

    /// <summary>The tool results since the last message of the user, with the names of the tools.</summary>
    public IReadOnlyList<(string Tool, string Result)> ToolResults => [.. Messages
        .Skip(Messages.ToList().FindLastIndex(m => Role(m) == "user") + 1)
        .Where(m => Role(m) is "tool" or "function")
        .Select(m => (ToolName(m), Text(m)))];

    /// <summary>The non-text parts of the last user message, by type.</summary>
    public IReadOnlyList<string> Media => [.. (Messages.LastOrDefault(m => Role(m) == "user")?["content"] as JsonArray ?? [])
        .Select(part => (string?)part!["type"] switch
        {
            "image_url" => $"an image ({Address((string?)part["image_url"]?["url"])})",
            "input_audio" => $"audio ({(string?)part["input_audio"]?["format"]})",
            "file" => $"a file ({(string?)part["file"]?["filename"] ?? (string?)part["file"]?["file_id"] ?? "unnamed"})",
            _ => null,
        }).OfType<string>()];

    /// <summary>The tokens of all messages, by the emulator's rule.</summary>
    public int PromptTokens => Messages.Sum(m => TokenUsage.Tokens(Text(m)) + TokenUsage.Tokens(m?["tool_calls"]?.ToJsonString()));

    public static string Text(JsonNode? message) => message?["content"] is JsonArray parts
        ? string.Join('\n', parts.Select(p => (string?)p?["text"]).OfType<string>())
        : Wire.AsString(message?["content"]) ?? string.Empty;

    private static string? Role(JsonNode? message) => (string?)message?["role"];

    private static string Address(string? url) =>
        url?.StartsWith("data:", StringComparison.Ordinal) == true ? url[5..].Split(';', ',')[0] : Sentence(url ?? "no address");

    private static string Sentence(string text) => Opper.Emulator.Text.Sentences.Shorten(text, 100);

    private static bool Flag(JsonNode? value) => value?.GetValueKind() == JsonValueKind.True;

    private int? Number(string name) => Request[name] is { } value ? (int)(double)value : null;

    private string ToolName(JsonNode? message) => (string?)message?["name"]
        ?? (string?)Messages.SelectMany(m => m?["tool_calls"] as JsonArray ?? [])
            .LastOrDefault(c => (string?)c?["id"] == (string?)message?["tool_call_id"])?["function"]?["name"]
        ?? "the tool";
}

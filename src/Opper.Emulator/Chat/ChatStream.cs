namespace Opper.Emulator.Chat;

/// <summary>A chat as server-sent events: chunks, then <c>[DONE]</c>.</summary>
internal sealed class ChatStream(CallService calls, Generation generation, ChatConversation chat, ChatShape shape, OpperEmulatorOptions options)
    : OutputStream(calls, generation, options)
{
    protected override IEnumerable<JsonObject> Chunks =>
        chat.IncludesUsage && Completion.Error is null ? shape.Chunks().Append(shape.UsageChunk()) : shape.Chunks();

    protected override IEnumerable<string> Tail => ["[DONE]"];

    protected override string? Text => ChatService.Shown(Completion);

    protected override TokenUsage Count(string? output) => shape.Usage;

    protected override JsonObject Shaped(JsonObject chunk) => shape.Marked(chunk);

    protected override JsonObject Event(StreamError error) => new() { ["error"] = new JsonObject { ["message"] = error.Message, ["type"] = error.Type } };
}

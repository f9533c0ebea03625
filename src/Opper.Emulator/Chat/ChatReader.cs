namespace Opper.Emulator.Chat;

/// <summary>Creates a call from a chat request.</summary>
internal sealed class ChatReader(ModelResolver models)
{
    private const int MaxChoices = 128;

    public CallSpecification Read(RequestBody body, ChatConversation chat)
    {
        var parent = body.Uuid("parent_span_id");
        chat.Tools.Check(body);
        body.FailIf(body.AtLeast(1, "n") > MaxChoices, "less_than_equal", "n", $"Input should be less than or equal to {MaxChoices}");
        body.AtLeast(1, "max_tokens");
        body.AtLeast(1, "max_completion_tokens");
        body.ThrowIfInvalid();
        return new CallSpecification
        {
            Name = ChatConversation.Name,
            Instructions = chat.Instructions,
            Models = models.Resolve(body.Json["model"], ModelCatalog.DefaultText),
            Input = body.Json,
            OutputSchema = chat.Schema,
            Tags = body.Json["tags"] as JsonObject,
            ParentSpanId = parent,
            Chat = chat,
        };
    }
}

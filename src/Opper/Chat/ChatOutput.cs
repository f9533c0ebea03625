namespace Opper.Chat;

/// <summary>Deserializes the first choice of a completion as the caller's type.</summary>
internal static class ChatOutput
{
    public static T Read<T>(ChatCompletion completion, ReadOnlyMemory<byte> body, TypeSource source, OpperPipeline pipeline, RequestOptions? options)
    {
        var choice = completion.Choices is { Count: > 0 } choices ? choices[0] : null;
        var text = choice?.Message?.Content?.Text;
        var isRefusal = !string.IsNullOrWhiteSpace(choice?.Message?.Refusal);
        if (string.IsNullOrEmpty(text) || isRefusal)
        {
            var found = choice is null ? "no choice" : isRefusal ? "a refusal" : choice.Message?.ToolCalls is { Count: > 0 } ? "a tool call" : "no content";
            throw new OpperSerializationException($"The chat completion has {found} where {TypeNames.Of(typeof(T))} was expected. See RawBody.",
                Utf8Text.Decode(body.Span))
            {
                JsonPath = "choices[0].message.content",
                TargetType = typeof(T),
                Expected = TypeNames.Of(typeof(T)),
                Found = found,
            };
        }

        if (typeof(T) == typeof(string))
        {
            return (T)(object)text!;
        }

        var what = choice!.FinishReason == ChatFinishReason.Length ? "The chat, truncated at the token limit," : "The chat";
        return FinalAnswer.Read<T>(text!, text!, what, string.Empty, source, PartialContext.Of(pipeline.Options),
            new CallSettings(pipeline.Options, options).ValidatesOutputs);
    }
}

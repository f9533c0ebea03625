using System.Text.Json;

namespace Opper.Chat;

/// <summary>OpenAI's legacy form of <see cref="ChatToolChoice"/>: <c>none</c>, <c>auto</c>, or one function.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<ChatFunctionCallOption>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<ChatFunctionCallOption>))]
public sealed class ChatFunctionCallOption : JsonUnion, IJsonValue<ChatFunctionCallOption>
{
    private ChatFunctionCallOption()
        : this(null)
    {
    }

    private ChatFunctionCallOption(object? value)
        : base(value)
    {
    }

    /// <summary>Creates a choice from a mode.</summary>
    /// <param name="mode">The mode: <c>none</c> or <c>auto</c>.</param>
    public static implicit operator ChatFunctionCallOption(string mode) => new(NotNull(mode));

    /// <summary>Creates a choice that names a function.</summary>
    /// <param name="function">The function.</param>
    public static implicit operator ChatFunctionCallOption(ChatNamedTool function) => new(NotNull(function));

    ChatFunctionCallOption IJsonValue<ChatFunctionCallOption>.Read(ref Utf8JsonReader reader, ref JsonSource source) =>
        new(JsonRead.Raw(ref reader, ref source));
}

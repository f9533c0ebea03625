using System.Text.Json;

namespace Opper.Chat;

/// <summary>Which tool the model calls, if any.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<ChatToolChoice>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<ChatToolChoice>))]
public sealed class ChatToolChoice : JsonUnion, IJsonValue<ChatToolChoice>
{
    private ChatToolChoice()
        : this(null)
    {
    }

    private ChatToolChoice(object? value)
        : base(value)
    {
    }

    /// <summary>The model calls no tool.</summary>
    public static ChatToolChoice None { get; } = "none";

    /// <summary>The model decides whether to call a tool.</summary>
    public static ChatToolChoice Auto { get; } = "auto";

    /// <summary>The model must call at least one tool.</summary>
    public static ChatToolChoice Required { get; } = "required";

    /// <summary>The model must call this function.</summary>
    /// <param name="name">The function name.</param>
    /// <returns>The choice.</returns>
    public static ChatToolChoice Function(string name)
    {
        ThrowIf.Blank(name);
        return new ChatNamedToolChoice { Type = "function", Function = new ChatNamedTool { Name = name } };
    }

    /// <summary>Creates a choice from a mode.</summary>
    /// <param name="mode">The mode, such as <c>auto</c>.</param>
    public static implicit operator ChatToolChoice(string mode) => new(NotNull(mode));

    /// <summary>Creates a choice from a named tool or a set of allowed tools.</summary>
    /// <param name="choice">The choice.</param>
    public static implicit operator ChatToolChoice(ChatNamedToolChoice choice) => new(NotNull(choice));

    ChatToolChoice IJsonValue<ChatToolChoice>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>OpenAI's older form of <see cref="ChatToolChoice"/>: <c>none</c>, <c>auto</c>, or one function.</summary>
[JsonConverter(typeof(Converter))]
public sealed class ChatFunctionCallOption : JsonUnion
{
    private ChatFunctionCallOption(JToken json)
        : base(json)
    {
    }

    /// <summary>A choice by its name.</summary>
    /// <param name="mode"><c>none</c> or <c>auto</c>.</param>
    public static implicit operator ChatFunctionCallOption(string mode) => new(String(mode));

    /// <summary>One function.</summary>
    /// <param name="function">The function.</param>
    public static implicit operator ChatFunctionCallOption(ChatNamedTool function) => new(Token(function));

    private sealed class Converter : UnionConverter<ChatFunctionCallOption>
    {
        protected override ChatFunctionCallOption Create(JToken json) => new(json);
    }
}

using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Whether and which tool the model calls.</summary>
[JsonConverter(typeof(Converter))]
public sealed class ChatToolChoice : JsonUnion
{
    private ChatToolChoice(JToken json)
        : base(json)
    {
    }

    /// <summary>The model calls no tool.</summary>
    public static ChatToolChoice None { get; } = "none";

    /// <summary>The model decides.</summary>
    public static ChatToolChoice Auto { get; } = "auto";

    /// <summary>The model calls at least one tool.</summary>
    public static ChatToolChoice Required { get; } = "required";

    /// <summary>The model calls this function.</summary>
    /// <param name="name">The function's name.</param>
    /// <returns>The choice.</returns>
    public static ChatToolChoice Function(string name)
    {
        ThrowIf.Blank(name);
        return new(new JObject { ["type"] = "function", ["function"] = new JObject { ["name"] = name } });
    }

    /// <summary>A choice by its name.</summary>
    /// <param name="mode">Such as <c>auto</c>.</param>
    public static implicit operator ChatToolChoice(string mode) => new(String(mode));

    /// <summary>A named tool, or a set of allowed ones.</summary>
    /// <param name="choice">The choice.</param>
    public static implicit operator ChatToolChoice(ChatNamedToolChoice choice) => new(Token(choice));

    private sealed class Converter : UnionConverter<ChatToolChoice>
    {
        protected override ChatToolChoice Create(JToken json) => new(json);
    }
}

using System.Diagnostics.CodeAnalysis;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>What a chat message says: text, or a list of parts. A string and an array of parts convert by themselves.</summary>
[JsonConverter(typeof(Converter))]
public sealed class ChatContent : JsonUnion
{
    private ChatContent(JToken json)
        : base(json)
    {
    }

    /// <summary>The text: the whole of it, or that of the text parts joined.</summary>
    public string Text => Json.Type == JTokenType.String ? (string)Json! : string.Concat(Parts.Select(static part => part.Text));

    /// <summary>The parts; a plain text is one part.</summary>
    public IReadOnlyList<ChatContentPart> Parts => Json is JArray list
        ? list.Select(static part => part.ToObject<ChatContentPart>(OpperJson.Serializer)!).ToList()
        : [new ChatContentPart { Type = "text", Text = (string?)Json }];

    /// <summary>Plain text.</summary>
    /// <param name="text">The text; <see langword="null"/> stays so.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator ChatContent?(string? text) => text is null ? null : new(String(text));

    /// <summary>Parts.</summary>
    /// <param name="parts">The parts, in order.</param>
    public static implicit operator ChatContent(ChatContentPart[] parts) => new(Array(parts, static part => Token(part)));

    /// <summary>Parts.</summary>
    /// <param name="parts">The parts, in order.</param>
    public static implicit operator ChatContent(List<ChatContentPart> parts) => new(Array(parts, static part => Token(part)));

    private sealed class Converter : UnionConverter<ChatContent>
    {
        protected override ChatContent Create(JToken json) => new(json);
    }
}

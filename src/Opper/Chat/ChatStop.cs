using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Where to stop writing: a text, or several. A string and an array of strings convert by themselves.</summary>
[JsonConverter(typeof(Converter))]
public sealed class ChatStop : JsonUnion
{
    private ChatStop(JToken json)
        : base(json)
    {
    }

    /// <summary>One text to stop at.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ChatStop(string text) => new(String(text));

    /// <summary>Texts to stop at.</summary>
    /// <param name="texts">The texts.</param>
    public static implicit operator ChatStop(string[] texts) => new(Array(texts, String));

    private sealed class Converter : UnionConverter<ChatStop>
    {
        protected override ChatStop Create(JToken json) => new(json);
    }
}

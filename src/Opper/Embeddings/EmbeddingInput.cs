using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>What to embed: a text, or several. A string, an array and a list of strings convert by themselves.</summary>
[JsonConverter(typeof(Converter))]
public sealed class EmbeddingInput : JsonUnion
{
    private EmbeddingInput(JToken json)
        : base(json)
    {
    }

    /// <summary>One text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator EmbeddingInput(string text) => new(String(text));

    /// <summary>Several texts, in order.</summary>
    /// <param name="texts">The texts.</param>
    public static implicit operator EmbeddingInput(string[] texts) => new(Array(texts, String));

    /// <summary>Several texts, in order.</summary>
    /// <param name="texts">The texts.</param>
    public static implicit operator EmbeddingInput(List<string> texts) => new(Array(texts, String));

    private sealed class Converter : UnionConverter<EmbeddingInput>
    {
        protected override EmbeddingInput Create(JToken json) => new(json);
    }
}

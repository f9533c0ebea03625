using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Embeddings;

/// <summary>What to embed: a text, or several. A string, an array and a list of strings convert by themselves.</summary>
[CollectionBuilder(typeof(EmbeddingInput), nameof(Create))]
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<EmbeddingInput>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<EmbeddingInput>))]
public sealed class EmbeddingInput : JsonUnion, IJsonValue<EmbeddingInput>
{
    private EmbeddingInput()
        : this(null)
    {
    }

    private EmbeddingInput(object? value)
        : base(value)
    {
    }

    /// <summary>One text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator EmbeddingInput(string text) => new(NotNull(text));

    /// <summary>Several texts, in order.</summary>
    /// <param name="texts">The texts.</param>
    public static implicit operator EmbeddingInput(string[] texts) => new(Array(texts));

    /// <summary>Several texts, in order.</summary>
    /// <param name="texts">The texts.</param>
    public static implicit operator EmbeddingInput(List<string> texts) => new(Array(texts));

    /// <summary>Several texts, in order; <c>Input = ["red", "green"]</c> calls it.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>The input.</returns>
    public static EmbeddingInput Create(ReadOnlySpan<string> texts) => texts.ToArray();

    /// <summary>Enumerates the texts.</summary>
    /// <returns>The texts; a single one is one item.</returns>
    public IEnumerator<string> GetEnumerator() => Texts().GetEnumerator();

    EmbeddingInput IJsonValue<EmbeddingInput>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}

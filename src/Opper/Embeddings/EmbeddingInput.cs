using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Embeddings;

/// <summary>The input of an embedding request: one or more strings. Strings, arrays and lists of strings convert implicitly.</summary>
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

    /// <summary>Creates an input from a string.</summary>
    /// <param name="text">The string to embed.</param>
    public static implicit operator EmbeddingInput(string text) => new(NotNull(text));

    /// <summary>Creates an input from strings.</summary>
    /// <param name="texts">The strings to embed.</param>
    public static implicit operator EmbeddingInput(string[] texts) => new(Array(texts));

    /// <summary>Creates an input from strings.</summary>
    /// <param name="texts">The strings to embed.</param>
    public static implicit operator EmbeddingInput(List<string> texts) => new(Array(texts));

    /// <summary>Creates an input from a collection expression: <c>Input = ["red", "green"]</c>.</summary>
    /// <param name="texts">The strings to embed.</param>
    /// <returns>The input.</returns>
    public static EmbeddingInput Create(ReadOnlySpan<string> texts) => texts.ToArray();

    /// <summary>Enumerates the strings.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<string> GetEnumerator() => Texts().GetEnumerator();

    EmbeddingInput IJsonValue<EmbeddingInput>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}

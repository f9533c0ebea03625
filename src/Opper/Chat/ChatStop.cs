using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Chat;

/// <summary>Where to stop writing: a text, or several. A string and an array of strings convert by themselves.</summary>
[CollectionBuilder(typeof(ChatStop), nameof(Create))]
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<ChatStop>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<ChatStop>))]
public sealed class ChatStop : JsonUnion, IJsonValue<ChatStop>
{
    private ChatStop()
        : this(null)
    {
    }

    private ChatStop(object? value)
        : base(value)
    {
    }

    /// <summary>One text to stop at.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator ChatStop(string text) => new(NotNull(text));

    /// <summary>Texts to stop at.</summary>
    /// <param name="texts">The texts.</param>
    public static implicit operator ChatStop(string[] texts) => new(Array(texts));

    /// <summary>Texts to stop at; <c>Stop = ["END"]</c> calls it.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>The value.</returns>
    public static ChatStop Create(ReadOnlySpan<string> texts) => texts.ToArray();

    /// <summary>Enumerates the texts.</summary>
    /// <returns>The texts; a single one is one item.</returns>
    public IEnumerator<string> GetEnumerator() => Texts().GetEnumerator();

    ChatStop IJsonValue<ChatStop>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}

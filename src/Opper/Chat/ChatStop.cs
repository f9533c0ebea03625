using System.Text.Json;

namespace Opper;

/// <summary>Where to stop writing: a text, or several. A string and an array of strings convert by themselves.</summary>
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

    ChatStop IJsonValue<ChatStop>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}

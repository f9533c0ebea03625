using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Chat;

/// <summary>The stop sequences of a chat: one or more strings. Strings and string arrays convert implicitly.</summary>
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

    /// <summary>Creates a single stop sequence.</summary>
    /// <param name="text">The stop sequence.</param>
    public static implicit operator ChatStop(string text) => new(NotNull(text));

    /// <summary>Creates stop sequences.</summary>
    /// <param name="texts">The stop sequences.</param>
    public static implicit operator ChatStop(string[] texts) => new(Array(texts));

    /// <summary>Creates stop sequences from a collection expression: <c>Stop = ["END"]</c>.</summary>
    /// <param name="texts">The stop sequences.</param>
    /// <returns>The stop sequences.</returns>
    public static ChatStop Create(ReadOnlySpan<string> texts) => texts.ToArray();

    /// <summary>Enumerates the stop sequences.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<string> GetEnumerator() => Texts().GetEnumerator();

    ChatStop IJsonValue<ChatStop>.Read(ref Utf8JsonReader reader, ref JsonSource source) => new(JsonRead.Raw(ref reader, ref source));
}

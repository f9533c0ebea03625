using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Chat;

/// <summary>What a chat message says: text, or a list of parts. A string and an array of parts convert by themselves.</summary>
[CollectionBuilder(typeof(ChatContent), nameof(Create))]
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<ChatContent>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<ChatContent>))]
public sealed class ChatContent : JsonUnion, IJsonValue<ChatContent>
{
    private IReadOnlyList<ChatContentPart>? _parts;

    private ChatContent()
        : this(null)
    {
    }

    private ChatContent(object? value)
        : base(value)
    {
    }

    /// <summary>The text: the whole of it, or that of the text parts joined. A model's thoughts are no part of it.</summary>
    public string Text => Value as string ?? string.Concat(Parts.Where(static part => part.Thoughts is null).Select(static part => part.Text));

    /// <summary>The parts; a plain text is one part.</summary>
    public IReadOnlyList<ChatContentPart> Parts => _parts ??= Items().Select(ToPart).ToList();

    /// <summary>Plain text.</summary>
    /// <param name="text">The text; <see langword="null"/> stays so.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator ChatContent?(string? text) => text is null ? null : new(text);

    /// <summary>Parts.</summary>
    /// <param name="parts">The parts, in order.</param>
    public static implicit operator ChatContent(ChatContentPart[] parts) => new(Array(parts));

    /// <summary>Parts.</summary>
    /// <param name="parts">The parts, in order.</param>
    public static implicit operator ChatContent(List<ChatContentPart> parts) => new(Array(parts));

    /// <summary>Parts; <c>Content = ["What is this?", ChatContentPart.FromImage(url)]</c> calls it.</summary>
    /// <param name="parts">The parts, in order.</param>
    /// <returns>The content.</returns>
    public static ChatContent Create(ReadOnlySpan<ChatContentPart> parts) => parts.ToArray();

    /// <summary>Enumerates <see cref="Parts"/>.</summary>
    /// <returns>The parts.</returns>
    public IEnumerator<ChatContentPart> GetEnumerator() => Parts.GetEnumerator();

    ChatContent IJsonValue<ChatContent>.Read(ref Utf8JsonReader reader, ref JsonSource source)
        => new(reader.TokenType == JsonTokenType.String ? JsonText.Read(ref reader) : JsonRead.Raw(ref reader, ref source));

    private static ChatContentPart ToPart(object? item) => item switch
    {
        ChatContentPart part => part,
        RawJson { ValueKind: JsonValueKind.Object } json => JsonAnswer.Read(json.Utf8.Span, JsonCodec<ChatContentPart>.Read),
        RawJson { ValueKind: JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } json => new ChatContentPart { Type = "text", Text = (string?)json },
        RawJson json => new ChatContentPart { Type = "text", Text = json.ToString() },
        _ => new ChatContentPart { Type = "text", Text = (string?)item },
    };
}

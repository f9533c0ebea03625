using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Opper.Chat;

/// <summary>The content of a chat message: text or a list of parts. Strings and arrays of parts convert implicitly.</summary>
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

    /// <summary>The text, or the concatenated text parts. Reasoning is not included.</summary>
    public string Text => Value as string ?? string.Concat(Parts.Where(static part => part.Thoughts is null).Select(static part => part.Text));

    /// <summary>The parts. Plain text is a single part.</summary>
    public IReadOnlyList<ChatContentPart> Parts => _parts ??= Items().Select(ToPart).ToList();

    /// <summary>Creates content from text.</summary>
    /// <param name="text">The text, or <see langword="null"/>.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator ChatContent?(string? text) => text is null ? null : new(text);

    /// <summary>Creates content from parts.</summary>
    /// <param name="parts">The parts.</param>
    public static implicit operator ChatContent(ChatContentPart[] parts) => new(Array(parts));

    /// <summary>Creates content from parts.</summary>
    /// <param name="parts">The parts.</param>
    public static implicit operator ChatContent(List<ChatContentPart> parts) => new(Array(parts));

    /// <summary>Creates content from a collection expression: <c>Content = ["What is this?", ChatContentPart.FromImage(url)]</c>.</summary>
    /// <param name="parts">The parts.</param>
    /// <returns>The content.</returns>
    public static ChatContent Create(ReadOnlySpan<ChatContentPart> parts) => parts.ToArray();

    /// <summary>Enumerates <see cref="Parts"/>.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<ChatContentPart> GetEnumerator() => Parts.GetEnumerator();

    ChatContent IJsonValue<ChatContent>.Read(ref Utf8JsonReader reader, ref JsonSource source) =>
        new(reader.TokenType == JsonTokenType.String ? JsonText.Read(ref reader) : JsonRead.Raw(ref reader, ref source));

    private static ChatContentPart ToPart(object? item) => item switch
    {
        ChatContentPart part => part,
        RawJson { ValueKind: JsonValueKind.Object } json => JsonAnswer.Read(json.Utf8.Span, JsonCodec<ChatContentPart>.Read),
        RawJson { ValueKind: JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } json =>
            new ChatContentPart { Type = "text", Text = (string?)json },
        RawJson json => new ChatContentPart { Type = "text", Text = json.ToString() },
        _ => new ChatContentPart { Type = "text", Text = (string?)item },
    };
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>
/// Any JSON value, kept as UTF-8 until it is read: as text, as a <see cref="JsonElement"/>, as a <see cref="JToken"/>, or as a type. It is immutable. Two
/// values are equal if their JSON is, regardless of the order of members and the notation of numbers.
/// </summary>
/// <remarks>
/// Strings, numbers and Booleans convert implicitly: <c>request.AdditionalProperties["seed"] = 7</c>. Use <see cref="Null"/> to send an explicit JSON
/// <c>null</c>.
/// </remarks>
[System.Text.Json.Serialization.JsonConverter(typeof(OpperValueConverter<RawJson>))]
[Newtonsoft.Json.JsonConverter(typeof(NewtonsoftValueConverter<RawJson>))]
public sealed partial class RawJson : IEquatable<RawJson>, IJsonValue<RawJson>
{
    internal static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = OpperJson.MaxDepth };

    private readonly byte[] _utf8;

    private RawJson()
        : this("null"u8.ToArray())
    {
    }

    private RawJson(byte[] utf8) => _utf8 = utf8;

    /// <summary>The JSON <c>null</c>, to be sent explicitly.</summary>
    public static RawJson Null { get; } = new();

    /// <summary>The JSON as UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>The JSON type of the value.</summary>
    public JsonValueKind ValueKind => Utf8Text.FirstCharacter(_utf8) switch
    {
        '{' => JsonValueKind.Object,
        '[' => JsonValueKind.Array,
        '"' => JsonValueKind.String,
        't' => JsonValueKind.True,
        'f' => JsonValueKind.False,
        'n' => JsonValueKind.Null,
        _ => JsonValueKind.Number,
    };

    /// <summary>A member of an object, or <see langword="null"/> if there is no such member or the value is not an object.</summary>
    /// <param name="name">The name of the member.</param>
    public RawJson? this[string name]
    {
        get
        {
            ThrowIf.Null(name);
            using var document = Parse();
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var member)
                ? FromElement(member)
                : null;
        }
    }

    /// <summary>An item of an array, or <see langword="null"/> if there is no such item or the value is not an array.</summary>
    /// <param name="index">The zero-based index of the item.</param>
    public RawJson? this[int index]
    {
        get
        {
            using var document = Parse();
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array && index >= 0 && index < root.GetArrayLength() ? FromElement(root[index]) : null;
        }
    }

    /// <summary>Parses JSON text.</summary>
    /// <param name="json">The text of one JSON value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The text is not valid JSON.</exception>
    public static RawJson Parse(string json)
    {
        ThrowIf.Null(json);
        return FromUtf8(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Parses text that may be JSON.</summary>
    /// <returns>The value, or <see langword="null"/> if the text is not JSON.</returns>
    internal static RawJson? TryParse(string json)
    {
        try
        {
            return Parse(json);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Creates a value from UTF-8 JSON.</summary>
    /// <param name="utf8">The bytes of one JSON value. They are not copied.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The bytes are not valid JSON.</exception>
    public static RawJson FromUtf8(byte[] utf8)
    {
        ThrowIf.Null(utf8);
        try
        {
            using var document = JsonDocument.Parse(utf8, DocumentOptions);
            return FromValidUtf8(utf8);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The text is not valid JSON (byte {exception.BytePositionInLine} of line {exception.LineNumber}).", nameof(utf8));
        }
    }

    /// <summary>Serializes a value as JSON, as in a request.</summary>
    /// <param name="value">A value that can be serialized; <see langword="null"/> returns <see cref="Null"/>.</param>
    /// <returns>The JSON.</returns>
    /// <exception cref="ArgumentException">The value cannot be serialized.</exception>
    public static RawJson From(object? value)
    {
        if (value is RawJson json)
        {
            return json;
        }

        using var bytes = JsonWrite.Free(value);
        return FromValidUtf8(bytes.Span.ToArray());
    }

    /// <summary>The value as an element of System.Text.Json.</summary>
    /// <returns>A new element, which does not depend on a document.</returns>
    public JsonElement ToJsonElement()
    {
        using var document = Parse();
        return document.RootElement.Clone();
    }

    /// <summary>
    /// The value as a Json.NET token. Integers are <see cref="long"/>, or <see cref="System.Numerics.BigInteger"/> if out of range; fractions keep their
    /// digits; a number out of the range of <see cref="double"/> is a <see cref="JRaw"/> of its digits.
    /// </summary>
    /// <returns>A new token.</returns>
    public JToken ToJToken() => OpperJson.ReadToken(_utf8);

    /// <summary>Whether the JSON is equal, regardless of the order of members and the notation of numbers.</summary>
    /// <param name="other">The other value.</param>
    /// <returns><see langword="true"/> if the values are equal.</returns>
    public bool Equals([NotNullWhen(true)] RawJson? other)
    {
        if (other is null)
        {
            return false;
        }

        if (ReferenceEquals(this, other) || _utf8.AsSpan().SequenceEqual(other._utf8))
        {
            return true;
        }

        using var left = Parse();
        using var right = other.Parse();
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Must be equal for equal values, whatever the order of members and the notation of numbers and strings.
        using var document = Parse();
        var root = document.RootElement;
        return ((int)root.ValueKind * 397) ^ root.ValueKind switch
        {
            JsonValueKind.Object => root.EnumerateObject().Select(static member => member.Name).Distinct(StringComparer.Ordinal).Count(),
            JsonValueKind.Array => root.GetArrayLength(),
            JsonValueKind.String => StringComparer.Ordinal.GetHashCode(ToString()),
            _ => 0,
        };
    }

    /// <summary>The JSON text as received.</summary>
    /// <returns>The JSON text; a string includes its quotes and escapes.</returns>
    public string GetRawText() => Utf8Text.Decode(_utf8);

    /// <summary>The text of a string, an empty string for <c>null</c>, and the JSON text of any other value.</summary>
    /// <returns>The text. Use <see cref="GetRawText"/> for the JSON of any value.</returns>
    public override string ToString() => ValueKind switch
    {
        JsonValueKind.String => (string)this!,
        JsonValueKind.Null => string.Empty,
        _ => GetRawText(),
    };

    /// <summary>Creates a value from JSON that a reader has validated.</summary>
    internal static RawJson FromValidUtf8(byte[] utf8) => new(WellFormedJson.Of(utf8));

    internal static RawJson FromElement(JsonElement element) => FromValidUtf8(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()));

    RawJson IJsonValue<RawJson>.Read(ref Utf8JsonReader reader, ref JsonSource source) => JsonRead.Raw(ref reader, ref source);

    void IJsonWritable.Write(JsonOutput output) => output.Writer.WriteRawValue(_utf8, skipInputValidation: true);

    private JsonDocument Parse() => JsonDocument.Parse(_utf8, DocumentOptions);

    private string Digits() => ToString().Trim();

    private InvalidCastException NotA(string type) => new($"JSON of type {ValueKind} cannot be converted to {type}.");
}

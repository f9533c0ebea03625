using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>
/// Any JSON value, kept as the UTF-8 it came as until it is asked for: as text, as a <see cref="JsonElement"/>, as a <see cref="JToken"/>, or as a type.
/// It does not change. Two of them are equal when their JSON is: the order of members and the spelling of numbers do not matter.
/// </summary>
/// <remarks>
/// Where a request takes one, strings, numbers and booleans convert by themselves: <c>request.AdditionalProperties["seed"] = 7</c>.
/// <see cref="Null"/> stands for JSON's <c>null</c>.
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

    /// <summary>JSON's <c>null</c>, for where it has to be sent explicitly.</summary>
    public static RawJson Null { get; } = new();

    /// <summary>The JSON as UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>What kind of value it is.</summary>
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

    /// <summary>A member of an object, or <see langword="null"/> where there is no such member or this is no object.</summary>
    /// <param name="name">The member's name.</param>
    public RawJson? this[string name]
    {
        get
        {
            ThrowIf.Null(name);
            using var document = Parse();
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var member) ? FromElement(member) : null;
        }
    }

    /// <summary>An item of an array, or <see langword="null"/> where there is no such item or this is no array.</summary>
    /// <param name="index">The item's position, counted from 0.</param>
    public RawJson? this[int index]
    {
        get
        {
            using var document = Parse();
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array && index >= 0 && index < root.GetArrayLength() ? FromElement(root[index]) : null;
        }
    }

    /// <summary>Takes JSON text.</summary>
    /// <param name="json">The text of one JSON value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The text is not valid JSON.</exception>
    public static RawJson Parse(string json)
    {
        ThrowIf.Null(json);
        return FromUtf8(System.Text.Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Takes text that may be JSON.</summary>
    /// <returns>The value, or <see langword="null"/> where it is none.</returns>
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

    /// <summary>Takes JSON as UTF-8.</summary>
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

    /// <summary>Writes a value as JSON, as a request does.</summary>
    /// <param name="value">Anything that can be written as JSON; <see langword="null"/> gives <see cref="Null"/>.</param>
    /// <returns>The JSON.</returns>
    /// <exception cref="ArgumentException">The value cannot be written as JSON.</exception>
    public static RawJson From(object? value)
    {
        if (value is RawJson json)
        {
            return json;
        }

        using var bytes = JsonWrite.Free(value);
        return FromValidUtf8(bytes.Span.ToArray());
    }

    /// <summary>The value for System.Text.Json.</summary>
    /// <returns>An element of its own.</returns>
    public JsonElement ToJsonElement()
    {
        using var document = Parse();
        return document.RootElement.Clone();
    }

    /// <summary>
    /// The value for Json.NET. Whole numbers are <see cref="long"/>s, beyond their range <see cref="System.Numerics.BigInteger"/>s; fractions keep their digits; a number
    /// beyond what a <see cref="double"/> holds is a <see cref="JRaw"/> of its digits.
    /// </summary>
    /// <returns>A new token.</returns>
    public JToken ToJToken() => OpperJson.ReadToken(_utf8);

    /// <summary>Whether the JSON is the same.</summary>
    /// <param name="other">The other value.</param>
    /// <returns>Whether it is.</returns>
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
        // As coarse as equality is: neither the order of members nor the spelling of numbers and strings may count.
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

    /// <summary>The JSON text, as it came.</summary>
    /// <returns>The text; that of a string has its quotes and escapes.</returns>
    public string GetRawText() => Utf8Text.Decode(_utf8);

    /// <summary>The text of a string, nothing for <c>null</c>, and the JSON text of any other value.</summary>
    /// <returns>The text. <see cref="GetRawText"/> gives the JSON in every case.</returns>
    public override string ToString() => ValueKind switch
    {
        JsonValueKind.String => (string)this!,
        JsonValueKind.Null => string.Empty,
        _ => GetRawText(),
    };

    /// <summary>Takes a value that a reader has passed over.</summary>
    internal static RawJson FromValidUtf8(byte[] utf8) => new(WellFormedJson.Of(utf8));

    internal static RawJson FromElement(JsonElement element) => FromValidUtf8(System.Text.Encoding.UTF8.GetBytes(element.GetRawText()));

    RawJson IJsonValue<RawJson>.Read(ref Utf8JsonReader reader, ref JsonSource source) => JsonRead.Raw(ref reader, ref source);

    void IJsonWritable.Write(JsonOutput output) => output.Writer.WriteRawValue(_utf8, skipInputValidation: true);

    private JsonDocument Parse() => JsonDocument.Parse(_utf8, DocumentOptions);

    private string Digits() => ToString().Trim();

    private InvalidCastException NotA(string type) => new($"This JSON is of kind {ValueKind} and has no {type} value.");
}

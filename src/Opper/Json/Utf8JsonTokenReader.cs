using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;

namespace Opper;

/// <summary>
/// Gives Newtonsoft's serializer the tokens of UTF-8 JSON that is in memory. Strict, keeps date-looking strings as strings,
/// and reads numbers from their digits: as the wanted type where that is known, else as the type that keeps them.
/// </summary>
internal sealed class Utf8JsonTokenReader : Newtonsoft.Json.JsonReader
{
    // More digits than this may not fit a decimal exactly.
    private const int ExactDecimalDigits = 28;

    private readonly ReadOnlyMemory<byte> _utf8;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth, CommentHandling = JsonCommentHandling.Disallow });
    private int _consumed;
    private readonly StrictPayload? _payload;
    private NumberTarget _numbers;
    private JsonTokenType _last;
    private int _vectorLength;

    /// <param name="utf8">The whole JSON.</param>
    /// <param name="payload">What must have the very kinds of value that its schema says: no <c>"7"</c> for 7, no null in a list of texts.</param>
    public Utf8JsonTokenReader(ReadOnlyMemory<byte> utf8, StrictPayload? payload = null)
    {
        _utf8 = utf8;
        _payload = payload;
        MaxDepth = OpperJson.MaxDepth;
        DateParseHandling = DateParseHandling.None;
        Culture = CultureInfo.InvariantCulture;
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            _consumed = 3;
        }
    }

    private enum NumberTarget
    {
        Any,
        Double,
        Decimal,
    }

    public override bool Read()
    {
        var reader = new Utf8JsonReader(_utf8.Span.Slice(_consumed), isFinalBlock: true, _state);
        try
        {
            if (!reader.Read())
            {
                SetToken(JsonToken.None);
                return false;
            }
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new JsonReaderException(
                FormattableString.Invariant($"The JSON is not valid, or it ends too early, at byte {_consumed + reader.BytesConsumed} (path '{Path}')."),
                Path,
                (int)(exception.LineNumber ?? 0) + 1,
                (int)(exception.BytePositionInLine ?? 0) + 1,
                exception);
        }

        _consumed += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        _last = reader.TokenType;
        Publish(ref reader);
        return true;
    }

    /// <summary>The value of a member of the object just begun, without moving on: a <see cref="string"/>, a <see cref="long"/>, or <see langword="null"/>.</summary>
    public object? PeekMember(string name)
    {
        var reader = new Utf8JsonReader(_utf8.Span.Slice(_consumed), isFinalBlock: true, _state);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(name);
            reader.Read();
            if (isWanted)
            {
                return reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.Number => reader.TryGetInt64(out var number) ? number : null,
                    _ => null,
                };
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>Reads the array of numbers that has just begun, and stands at its end then.</summary>
    /// <returns>The numbers, or <see langword="null"/> where it does not stand at such an array: then nothing has been read.</returns>
    public float[]? TryReadVector()
    {
        if (_last != JsonTokenType.StartArray)
        {
            return null;
        }

        var scanner = new VectorScanner(_utf8.Span.Slice(_consumed));
        if (scanner.Read(_vectorLength) is not { } vector)
        {
            return null;
        }

        // The next one is mostly as long.
        _vectorLength = vector.Length;
        _consumed += scanner.End;
        Read();
        return vector;
    }

    /// <summary>Makes sure that nothing but white space follows.</summary>
    public void ReadToEnd()
    {
        if (Read())
        {
            throw new JsonReaderException($"Something follows the end of the JSON (path '{Path}').");
        }
    }

    public override double? ReadAsDouble() => Checked(With(NumberTarget.Double, static reader => reader.ReadBaseDouble()), _last == JsonTokenType.Number, "a number");

    public override decimal? ReadAsDecimal() => Checked(With(NumberTarget.Decimal, static reader => reader.ReadBaseDecimal()), _last == JsonTokenType.Number, "a number");

    public override string? ReadAsString() => Checked(base.ReadAsString(), _last == JsonTokenType.String, "a string");

    public override bool? ReadAsBoolean() => Checked(base.ReadAsBoolean(), _last is JsonTokenType.True or JsonTokenType.False, "true or false");

    private double? ReadBaseDouble() => base.ReadAsDouble();

    private decimal? ReadBaseDecimal() => base.ReadAsDecimal();

    // The envelope around the payload is the API's, and stays read with leniency.
    private T Checked<T>(T value, bool isOfKind, string expected)
        => isOfKind || value is null || _payload?.Covers(Path) != true
            ? value
            : throw new JsonReaderException($"Expected {expected}, found {_last}. Path '{Path}'.", Path, 0, 0, innerException: null);

    private T With<T>(NumberTarget target, Func<Utf8JsonTokenReader, T> read)
    {
        _numbers = target;
        try
        {
            return read(this);
        }
        finally
        {
            _numbers = NumberTarget.Any;
        }
    }

    private void Publish(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                SetToken(JsonToken.StartObject);
                break;
            case JsonTokenType.EndObject:
                SetToken(JsonToken.EndObject);
                break;
            case JsonTokenType.StartArray:
                SetToken(JsonToken.StartArray);
                break;
            case JsonTokenType.EndArray:
                SetToken(JsonToken.EndArray);
                break;
            case JsonTokenType.PropertyName:
                SetToken(JsonToken.PropertyName, MemberNames.Find(ref reader) ?? JsonText.Read(ref reader));
                break;
            case JsonTokenType.String:
                SetToken(JsonToken.String, JsonText.Read(ref reader));
                break;
            case JsonTokenType.Number:
                PublishNumber(reader.ValueSpan);
                break;
            case JsonTokenType.True:
                SetToken(JsonToken.Boolean, true);
                break;
            case JsonTokenType.False:
                SetToken(JsonToken.Boolean, false);
                break;
            default:
                SetToken(JsonToken.Null);
                if (_payload is { ForbidsNulls: true } && !_payload.AllowsNull(Path))
                {
                    throw new JsonReaderException($"Expected a value, found null. Path '{Path}'.", Path, 0, 0, innerException: null);
                }

                break;
        }
    }

    private void PublishNumber(ReadOnlySpan<byte> digits)
    {
        var isInteger = digits.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;
        if (isInteger && _numbers == NumberTarget.Any)
        {
            SetToken(
                JsonToken.Integer,
                Utf8Parser.TryParse(digits, out long small, out var used) && used == digits.Length ? (object)small : BigInteger.Parse(Text(digits), CultureInfo.InvariantCulture));
            return;
        }

        var wantsDecimal = _numbers == NumberTarget.Decimal
            || (_numbers == NumberTarget.Any && digits.Length <= ExactDecimalDigits && digits.IndexOfAny((byte)'e', (byte)'E') < 0);
        if (wantsDecimal && decimal.TryParse(Text(digits), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            SetToken(JsonToken.Float, exact);
        }
        else
        {
            var number = double.Parse(Text(digits), NumberStyles.Float, CultureInfo.InvariantCulture);
            if (double.IsInfinity(number))
            {
                throw new JsonReaderException($"A number is too large (path '{Path}').", Path, 0, 0, innerException: null);
            }

            SetToken(JsonToken.Float, number);
        }
    }

    private static string Text(ReadOnlySpan<byte> ascii) => Encoding.ASCII.GetString(ascii
#if NETSTANDARD
        .ToArray()
#endif
        );
}

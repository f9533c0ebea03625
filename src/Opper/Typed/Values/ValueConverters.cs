using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>The converters of scalar types, with metadata and with reflection alike. Each is created on first use, as a program uses few of them.</summary>
/// <param name="handling">How numbers are read and written.</param>
/// <param name="ofItems">Whether the values are the items of a collection, whose own declaration has been taken into account.</param>
internal sealed class ValueConverters(JsonNumberHandling handling, bool ofItems = false) : JsonConverterFactory
{
    private static readonly Dictionary<Type, Func<JsonConverter>> Known = new()
    {
        [typeof(sbyte)] = static () => new IntegerConverter<sbyte>((ref Utf8JsonReader reader, out sbyte value) => reader.TryGetSByte(out value),
            static big => (sbyte)big, static (writer, value) => writer.WriteNumberValue(value), (sbyte.MinValue, sbyte.MaxValue)),
        [typeof(byte)] = static () => new IntegerConverter<byte>((ref Utf8JsonReader reader, out byte value) => reader.TryGetByte(out value),
            static big => (byte)big, static (writer, value) => writer.WriteNumberValue(value), (byte.MinValue, byte.MaxValue)),
        [typeof(short)] = static () => new IntegerConverter<short>((ref Utf8JsonReader reader, out short value) => reader.TryGetInt16(out value),
            static big => (short)big, static (writer, value) => writer.WriteNumberValue(value), (short.MinValue, short.MaxValue)),
        [typeof(ushort)] = static () => new IntegerConverter<ushort>((ref Utf8JsonReader reader, out ushort value) => reader.TryGetUInt16(out value),
            static big => (ushort)big, static (writer, value) => writer.WriteNumberValue(value), (ushort.MinValue, ushort.MaxValue)),
        [typeof(int)] = static () => new IntegerConverter<int>((ref Utf8JsonReader reader, out int value) => reader.TryGetInt32(out value),
            static big => (int)big, static (writer, value) => writer.WriteNumberValue(value), (int.MinValue, int.MaxValue)),
        [typeof(uint)] = static () => new IntegerConverter<uint>((ref Utf8JsonReader reader, out uint value) => reader.TryGetUInt32(out value),
            static big => (uint)big, static (writer, value) => writer.WriteNumberValue(value), (uint.MinValue, uint.MaxValue)),
        [typeof(long)] = static () => new IntegerConverter<long>((ref Utf8JsonReader reader, out long value) => reader.TryGetInt64(out value),
            static big => (long)big, static (writer, value) => writer.WriteNumberValue(value), (long.MinValue, long.MaxValue)),
        [typeof(ulong)] = static () => new IntegerConverter<ulong>((ref Utf8JsonReader reader, out ulong value) => reader.TryGetUInt64(out value),
            static big => (ulong)big, static (writer, value) => writer.WriteNumberValue(value), (ulong.MinValue, ulong.MaxValue)),
        [typeof(BigInteger)] = static () => new IntegerConverter<BigInteger>(NoPlainDigits, static big => big,
            static (writer, value) => writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture))),
        [typeof(double)] = static () => new RealConverter<double>((ref Utf8JsonReader reader, out double value) => reader.TryGetDouble(out value),
            static value => !double.IsNaN(value) && !double.IsInfinity(value), static (writer, value) => writer.WriteNumberValue(value),
            static text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)),
        [typeof(float)] = static () => new RealConverter<float>((ref Utf8JsonReader reader, out float value) => reader.TryGetSingle(out value),
            static value => !float.IsNaN(value) && !float.IsInfinity(value), static (writer, value) => writer.WriteNumberValue(value),
            static text => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), (float.MinValue, float.MaxValue)),
        [typeof(decimal)] = static () => new RealConverter<decimal>((ref Utf8JsonReader reader, out decimal value) => reader.TryGetDecimal(out value),
            static _ => true, static (writer, value) => writer.WriteNumberValue(value),
            static text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), (decimal.MinValue, decimal.MaxValue)),
        [typeof(object)] = static () => new AnyConverter(),
        [typeof(TimeSpan)] = static () => new TimeSpanConverter(),
        [typeof(DateTime)] = static () => new DateTimeConverter(),
        [typeof(DateTimeOffset)] = static () => new DateTimeOffsetConverter(),
        [typeof(Guid)] = static () => new GuidConverter(),
        [typeof(char)] = static () => new CharConverter(),
        [typeof(Uri)] = static () => new UriConverter(),
        [typeof(Version)] = static () => new VersionConverter(),
        [typeof(byte[])] = static () => new BytesConverter(),
#if NET
        [typeof(DateOnly)] = static () => new DateOnlyConverter(),
        [typeof(TimeOnly)] = static () => new TimeOnlyConverter(),
        [typeof(Int128)] = static () => new IntegerConverter<Int128>(NoPlainDigits, static big => (Int128)big,
            static (writer, value) => writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture)), (Int128.MinValue, Int128.MaxValue)),
        [typeof(UInt128)] = static () => new IntegerConverter<UInt128>(NoPlainDigits, static big => (UInt128)big,
            static (writer, value) => writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture)), (UInt128.MinValue, UInt128.MaxValue)),
        [typeof(Half)] = static () => new RealConverter<Half>(TryGetHalf, Half.IsFinite,
            static (writer, value) => writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture)),
            static text => Half.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), (Half.MinValue, Half.MaxValue)),
#endif
    };

    public override bool CanConvert(Type typeToConvert) =>
        Known.ContainsKey(typeToConvert) || (!ofItems && NumberHandlingConverter.Declared(typeToConvert) is not null);

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        !Known.TryGetValue(typeToConvert, out var create)
            ? NumberHandlingConverter.For(typeToConvert, NumberHandlingConverter.Declared(typeToConvert)!.Value, options)
            : create() is var converter && handling != JsonNumberHandling.Strict && converter is INumberConverter number ? number.For(handling)
            : converter;

    public static JsonConverter Create(Type type) => Known[type]();

    public static bool IsNumber(Type type) => Known.TryGetValue(type, out var create) && create() is INumberConverter;

    private static bool NoPlainDigits<T>(ref Utf8JsonReader reader, out T value)
    {
        value = default!;
        return false;
    }

#if NET
    private static bool TryGetHalf(ref Utf8JsonReader reader, out Half value) =>
        Half.TryParse(Utf8Text.Decode(reader.ValueSpan), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
#endif
}

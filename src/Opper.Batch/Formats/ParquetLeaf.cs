using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>The values of a column of a row group, and the levels that say to which struct, list and row each belongs.</summary>
internal sealed class ParquetLeaf : IDisposable
{
    private readonly DataField _field;
    private readonly RawColumnData _data;
    private readonly Func<int, object> _value;
    private int _next;
    private int _nextValue;

    private ParquetLeaf(DataField field, RawColumnData data, Func<int, object> value) => (_field, _data, _value) = (field, data, value);

    /// <summary>The number of optional and repeated fields of the path that the next value has.</summary>
    public int Definition => _field.MaxDefinitionLevel == 0 ? 0 : _data.DefinitionLevels[_next];

    /// <summary>The depth of the list that the next value continues; 0 if it begins a row.</summary>
    public int Repetition =>
        _field.MaxRepetitionLevel > 0 && _next < _data.RepetitionLevels.Length ? _data.RepetitionLevels[_next] : 0;

    /// <exception cref="InvalidDataException">The column cannot be read, or has a type that JSON has no values for.</exception>
    public static async Task<ParquetLeaf> ReadAsync(ParquetRowGroupReader group, DataField field, string of, CancellationToken cancellationToken)
    {
        try
        {
            // Of a damaged file, any exception; lengths that are wrong may even need too much memory.
            var data = await group.ReadRawColumnDataBaseAsync(field, cancellationToken).ConfigureAwait(false);
            if (ReaderOf(field, data) is { } value)
            {
                return new ParquetLeaf(field, data, value);
            }

            data.Dispose();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidDataException($"The column '{field.Path}'{of} cannot be read: {exception.Message}", exception);
        }

        throw new InvalidDataException($"The column '{field.Path}'{of} has the type {field.ClrType.Name}, which cannot be read.");
    }

    /// <summary>The next value, or <see langword="null"/>.</summary>
    public object? Take() => Definition == _field.MaxDefinitionLevel ? Skip(_value(_nextValue++)) : Skip(null);

    public void Dispose() => _data.Dispose();

    private object? Skip(object? value)
    {
        _next++;
        return value;
    }

    private static Func<int, object>? ReaderOf(DataField field, RawColumnData data) => data switch
    {
        RawColumnData<ReadOnlyMemory<char>> texts => index => texts.Values[index].ToString(),
        RawColumnData<ReadOnlyMemory<byte>> bytes when IsText(field.SchemaElement) => index => System.Text.Encoding.UTF8.GetString(bytes.Values[index].Span),
        RawColumnData<ReadOnlyMemory<byte>> bytes when field.SchemaElement?.LogicalType?.FLOAT16 is not null =>
            index => (double)BitConverter.ToHalf(bytes.Values[index].Span),
        RawColumnData<ReadOnlyMemory<byte>> bytes => index => Convert.ToBase64String(bytes.Values[index].Span),
        RawColumnData<bool> flags => index => flags.Values[index],
        RawColumnData<sbyte> numbers => index => (long)numbers.Values[index],
        RawColumnData<byte> numbers => index => (long)numbers.Values[index],
        RawColumnData<short> numbers => index => (long)numbers.Values[index],
        RawColumnData<ushort> numbers => index => (long)numbers.Values[index],
        RawColumnData<int> numbers when field is TimeDataField => index => Time(numbers.Values[index], field),
        RawColumnData<int> numbers => index => (long)numbers.Values[index],
        RawColumnData<uint> numbers => index => (long)numbers.Values[index],
        RawColumnData<long> numbers when field is TimeDataField => index => Time(numbers.Values[index], field),
        RawColumnData<long> numbers => index => numbers.Values[index],
        RawColumnData<ulong> numbers => index => (decimal)numbers.Values[index],
        RawColumnData<float> numbers => index => numbers.Values[index],
        RawColumnData<double> numbers => index => numbers.Values[index],
        RawColumnData<BigDecimal> numbers => index => Number(numbers.Values[index]),
        RawColumnData<decimal> numbers => index => numbers.Values[index],
        RawColumnData<DateOnly> dates => index => Text($"{dates.Values[index]:o}"),
        RawColumnData<DateTime> times => index => Moment(times.Values[index]),
        RawColumnData<TimeSpan> times => index => Text($"{times.Values[index]:c}"),
        RawColumnData<TimeOnly> times => index => Text($"{times.Values[index].ToTimeSpan():c}"),
        RawColumnData<Guid> ids => index => ids.Values[index].ToString(),
        _ => null,
    };

    private static bool IsText(SchemaElement? element) =>
        element is { LogicalType.JSON: not null } or { LogicalType.ENUM: not null } or { ConvertedType: ConvertedType.JSON or ConvertedType.ENUM };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Time(long value, DataField field) => field.SchemaElement?.LogicalType?.TIME?.Unit switch
    {
        { NANOS: not null } => Text($"{TimeSpan.FromTicks(value / 100):c}"),
        { MILLIS: not null } => Text($"{TimeSpan.FromTicks(value * TimeSpan.TicksPerMillisecond):c}"),
        null when field.SchemaElement?.ConvertedType == ConvertedType.TIME_MILLIS => Text($"{TimeSpan.FromTicks(value * TimeSpan.TicksPerMillisecond):c}"),
        _ => Text($"{TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond):c}"),
    };

    // A local time of no known place must not get the offset of this machine.
    private static DateTime Moment(DateTime time) => time.Kind == DateTimeKind.Local ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : time;

    // JSON numbers have any number of digits.
    private static RawJson Number(BigDecimal number)
    {
        var digits = BigInteger.Abs(number.UnscaledValue).ToString(CultureInfo.InvariantCulture).PadLeft(number.Scale + 1, '0');
        var text = number.Scale == 0 ? digits : $"{digits[..^number.Scale]}.{digits[^number.Scale..]}";
        return RawJson.Parse(number.UnscaledValue.Sign < 0 ? "-" + text : text);
    }
}

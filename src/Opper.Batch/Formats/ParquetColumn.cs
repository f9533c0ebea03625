using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>Reads and writes columns by their types.</summary>
internal static class ParquetColumn
{
    public static DataField Field(string name, ColumnKind kind) => kind switch
    {
        ColumnKind.Flag => new DataField<bool?>(name),
        ColumnKind.Integer => new DataField<long?>(name),
        ColumnKind.Number => new DataField<double?>(name),
        _ => new DataField<string>(name, nullable: true),
    };

    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, ColumnKind kind, object?[] cells) => kind switch
    {
        ColumnKind.Flag => group.WriteAsync<bool>(field, Array.ConvertAll(cells, static cell => (bool?)cell)),
        ColumnKind.Integer => group.WriteAsync<long>(field, Array.ConvertAll(cells, static cell => (long?)cell)),
        ColumnKind.Number => group.WriteAsync<double>(field,
            Array.ConvertAll(cells, static cell => cell is null ? (double?)null : Convert.ToDouble(cell, CultureInfo.InvariantCulture))),
        _ => group.WriteAsync(field, Array.ConvertAll(cells, static cell => (string?)cell)!),
    };

    /// <exception cref="NotSupportedException">The column contains lists, or values of a type that JSON cannot represent.</exception>
    public static async Task<Array> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        var rows = (int)group.RowCount;
        if (!field.IsArray && field.MaxRepetitionLevel == 0)
        {
            if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
            {
                var texts = new string?[rows];
                await group.ReadAsync(field, texts.AsMemory()!, cancellationToken: cancellationToken).ConfigureAwait(false);
                return texts;
            }

            if (ReaderOf(field.ClrType) is { } read)
            {
                return await read(group, field, rows, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new NotSupportedException(
            $"The column '{field.Name}' of the Parquet file has the type {field.ClrType.Name}{(field.IsArray ? "[]" : string.Empty)}, which cannot be read.");
    }

    private static Func<ParquetRowGroupReader, DataField, int, CancellationToken, Task<Array>>? ReaderOf(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => ReadAsync<bool>,
        TypeCode.Byte => ReadAsync<byte>,
        TypeCode.Int16 => ReadAsync<short>,
        TypeCode.Int32 => ReadAsync<int>,
        TypeCode.Int64 => ReadAsync<long>,
        TypeCode.Single => ReadAsync<float>,
        TypeCode.Double => ReadAsync<double>,
        TypeCode.Decimal => ReadAsync<decimal>,
        TypeCode.DateTime => ReadAsync<DateTime>,
        _ => type == typeof(Guid) ? ReadAsync<Guid> : null,
    };

    private static async Task<Array> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
        where T : struct
    {
        if (field.IsNullable)
        {
            var cells = new T?[rows];
            await group.ReadAsync<T>(field, cells.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            return cells;
        }

        var values = new T[rows];
        await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return values;
    }
}

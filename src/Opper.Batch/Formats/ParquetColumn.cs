using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>Writes columns by their types.</summary>
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
}

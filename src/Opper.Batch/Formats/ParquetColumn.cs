using System.Buffers;
using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>The values of a column that are not written yet. They are all that is kept of a row.</summary>
internal abstract class ParquetColumn(DataField definition)
{
    public DataField Field => definition;

    public static ParquetColumn Of(string name, ColumnKind kind) => kind switch
    {
        ColumnKind.Flag => new Values<bool>(name, static cell => (bool)cell),
        ColumnKind.Integer => new Values<long>(name, static cell => (long)cell),
        ColumnKind.Number => new Values<double>(name, static cell => Convert.ToDouble(cell, CultureInfo.InvariantCulture)),
        _ => new Texts(name),
    };

    /// <param name="cell">The value of the next row.</param>
    /// <returns>About how many bytes it takes.</returns>
    public abstract int Add(object? cell);

    /// <summary>Writes the values, and begins with none again.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group);

    private sealed class Values<T>(string name, Func<object, T> value) : ParquetColumn(new DataField<T?>(name))
        where T : struct
    {
        private const int Size = 16;

        private readonly ArrayBufferWriter<T?> _values = new();

        public override int Add(object? cell)
        {
            _values.GetSpan(1)[0] = cell is null ? null : value(cell);
            _values.Advance(1);
            return Size;
        }

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            await group.WriteAsync<T>(Field, _values.WrittenMemory).ConfigureAwait(false);
            _values.ResetWrittenCount();
        }
    }

    private sealed class Texts(string name) : ParquetColumn(new DataField<string>(name, nullable: true))
    {
        private const int Size = 32;
        private const int Null = -1;

        // Not as objects, which would become old until they are written.
        private readonly ArrayBufferWriter<char> _characters = new();
        private readonly List<int> _lengths = [];
        private readonly ArrayBufferWriter<ReadOnlyMemory<char>?> _values = new();

        public override int Add(object? cell)
        {
            var text = (string?)cell;
            _lengths.Add(text?.Length ?? Null);
            _characters.Write(text);
            return Size + ((text?.Length ?? 0) * sizeof(char));
        }

        public override async Task WriteAsync(ParquetRowGroupWriter group)
        {
            var rest = _characters.WrittenMemory;
            foreach (var length in _lengths)
            {
                _values.GetSpan(1)[0] = length == Null ? default(ReadOnlyMemory<char>?) : rest[..length];
                _values.Advance(1);
                rest = rest[Math.Max(length, 0)..];
            }

            await group.WriteAsync<ReadOnlyMemory<char>>(Field, _values.WrittenMemory).ConfigureAwait(false);
            _characters.ResetWrittenCount();
            _lengths.Clear();
            _values.ResetWrittenCount();
        }
    }
}

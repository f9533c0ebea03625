using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Opper.Batch.Formats;

/// <summary>
/// Assembles the rows of a row group from its columns, as the Dremel paper describes: structs become dictionaries, and so do maps; lists become lists.
/// </summary>
internal sealed class ParquetRows : IDisposable
{
    private readonly Dictionary<FieldPath, ParquetLeaf> _leaves = [];
    private readonly IReadOnlyList<Field> _fields;
    private readonly string _of;

    private ParquetRows(IReadOnlyList<Field> fields, string of) => (_fields, _of) = (fields, of);

    /// <summary>The number of rows of the row group.</summary>
    public long Count { get; private init; }

    /// <exception cref="InvalidDataException">The row group is damaged.</exception>
    public static async Task<ParquetRows> ReadAsync(ParquetReader file, int number, ParquetSchema schema, string of, CancellationToken cancellationToken)
    {
        using var group = Open(file, number, of);
        var rows = new ParquetRows(schema.Fields, of) { Count = group.RowCount };
        try
        {
            foreach (var field in schema.GetDataFields())
            {
                rows._leaves.Add(field.Path, await ParquetLeaf.ReadAsync(group, field, of, cancellationToken).ConfigureAwait(false));
            }

            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>The values of the next row.</summary>
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public object?[] Next(long number)
    {
        try
        {
            return [.. _fields.Select(Next)];
        }
        catch (Exception exception)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"Row {number}{_of} cannot be read, because the file is damaged: {exception.Message}"), exception);
        }
    }

    public void Dispose()
    {
        foreach (var leaf in _leaves.Values)
        {
            leaf.Dispose();
        }
    }

    private static ParquetRowGroupReader Open(ParquetReader file, int number, string of)
    {
        try
        {
            return file.OpenRowGroupReader(number);
        }
        catch (Exception exception)
        {
            throw new InvalidDataException(FormattableString.Invariant($"Row group {number}{of} cannot be read: {exception.Message}"), exception);
        }
    }

    private object? Next(Field field) => field switch
    {
        StructField group => Struct(group),
        ListField list => Items(list, () => Next(list.Item), static items => items),
        MapField map => Items(map, () => KeyValuePair.Create(Convert.ToString(Next(map.Key), CultureInfo.InvariantCulture) ?? string.Empty, Next(map.Value)),
            static entries => Members(entries)),
        DataField { IsArray: true } array => Items(array, () => Leaf(array).Take(), static items => items),
        DataField leaf => Leaf(leaf).Take(),
        _ => throw new InvalidDataException($"The column '{field.Path}' has a type that cannot be read."),
    };

    private object? Struct(StructField group)
    {
        if (group.IsNullable && First(group).Definition < group.MaxDefinitionLevel)
        {
            return Nothing(group);
        }

        return Members(group.Fields.Select(field => KeyValuePair.Create(field.Name, Next(field))));
    }

    // At its definition level, a repeated field has an item; at the level below, it is empty; and below that, it is null.
    private object? Items<T>(Field field, Func<T> next, Func<List<T>, object> whole)
    {
        var first = First(field);
        if (first.Definition < field.MaxDefinitionLevel)
        {
            var isNull = field is not DataField && field.IsNullable && first.Definition < field.MaxDefinitionLevel - 1;
            Nothing(field);
            return isNull ? null : whole([]);
        }

        var items = new List<T>();
        do
        {
            items.Add(next());
        }
        while (first.Repetition >= field.MaxRepetitionLevel);
        return whole(items);
    }

    // A column has an entry also where it has no value.
    private object? Nothing(Field field)
    {
        foreach (var leaf in LeavesOf(field))
        {
            Leaf(leaf).Take();
        }

        return null;
    }

    private ParquetLeaf First(Field field) => Leaf(LeavesOf(field).First());

    private ParquetLeaf Leaf(DataField field) => _leaves[field.Path];

    private static Dictionary<string, object?> Members(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var all = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            all[name] = value;
        }

        return all;
    }

    private static IEnumerable<DataField> LeavesOf(Field field) => field switch
    {
        StructField group => group.Fields.SelectMany(LeavesOf),
        ListField list => LeavesOf(list.Item),
        MapField map => LeavesOf(map.Key).Concat(LeavesOf(map.Value)),
        DataField leaf => [leaf],
        _ => [],
    };
}

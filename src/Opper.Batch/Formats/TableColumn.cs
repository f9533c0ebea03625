using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Batch.Formats;

/// <summary>A column of a table, and how its value is read from a result.</summary>
internal sealed record TableColumn<T>(string Name, ColumnKind Kind, Func<T, object?> Value)
{
    /// <summary>The columns of a value: one for each member of an object, otherwise one.</summary>
    public static IEnumerable<TableColumn<T>> Of<TValue>(string name, Func<T, TValue?> value, Func<T, bool> isThere, JsonSerializerOptions options)
    {
        var info = options.GetTypeInfo(typeof(TValue));
        // Derived types have members of their own.
        if (info.Kind != JsonTypeInfoKind.Object || info.PolymorphismOptions is not null)
        {
            return [new(name, KindOf(typeof(TValue)), row => isThere(row) ? Cell(value(row), typeof(TValue), options) : null)];
        }

        return info.Properties.Where(static property => property.Get is not null).Select(property => new TableColumn<T>(
            $"{name}.{property.Name}",
            property.CustomConverter is null ? KindOf(property.PropertyType) : ColumnKind.Text,
            row => isThere(row) && value(row) is { } holder && property.Get!(holder) is { } cell
                ? property.CustomConverter is null ? Cell(cell, property.PropertyType, options) : Cell(property.Name, holder, options)
                : null));
    }

    // The converter of a member is called only for its holder.
    private static string? Cell<TValue>(string member, TValue holder, JsonSerializerOptions options) =>
        JsonSerializer.SerializeToElement(holder, options).TryGetProperty(member, out var json) ? Text(json) : null;

    private static string? Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText();

    private static ColumnKind KindOf(Type type) => CodeOf(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Boolean => ColumnKind.Flag,
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 => ColumnKind.Integer,
        TypeCode.Single or TypeCode.Double or TypeCode.Decimal => ColumnKind.Number,
        _ => ColumnKind.Text,
    };

    private static TypeCode CodeOf(Type type) => type.IsEnum ? TypeCode.Object : Type.GetTypeCode(type);

    private static object? Cell(object? value, Type type, JsonSerializerOptions options) => value is null ? null : KindOf(type) switch
    {
        ColumnKind.Flag => value,
        ColumnKind.Integer => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        // With all its digits, which text can have.
        ColumnKind.Number => value,
        _ when value is string text => text,
        _ => Text(JsonSerializer.SerializeToElement(value, type, options)),
    };
}

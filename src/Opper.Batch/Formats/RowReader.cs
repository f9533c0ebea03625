using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Newtonsoft.Json.Linq;

namespace Opper.Batch.Formats;

/// <summary>Creates a value from the cells of a row: an object whose members are the columns or, for a simple type, the value of the only cell.</summary>
internal sealed class RowReader<T>
{
    private static readonly Type[] AnyJson =
    [
        typeof(JsonElement), typeof(RawJson), typeof(JsonNode), typeof(JsonObject), typeof(JToken), typeof(JObject), typeof(object),
    ];

    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<JsonPropertyInfo?> _members;
    private readonly JsonSerializerOptions _options;
    private readonly string _of;
    private readonly bool _isObject;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <param name="names">The names of the columns.</param>
    /// <param name="of">The file as a part of a message.</param>
    /// <param name="options">The serializer options.</param>
    /// <exception cref="InvalidDataException">The columns are not those of the type. This is noticed before the first row is paid for.</exception>
    public RowReader(IReadOnlyList<string> names, string of, JsonSerializerOptions options)
    {
        (_names, _of, _options) = (names, of, options);
        var info = options.GetTypeInfo(typeof(T));
        _isObject = info.Kind is JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary || AnyJson.Contains(typeof(T));
        _members = [.. names.Select(name => info.Kind != JsonTypeInfoKind.Object
            ? null
            : info.Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)))];
        if (!_isObject && names.Count != 1)
        {
            throw new InvalidDataException($"The table{of} has {names.Count} columns, but a {typeof(T).Name} is read from a single one. Use a record whose "
                + "members have the names of the columns, or a dictionary.");
        }

        if (info.Kind == JsonTypeInfoKind.Object && names.Count > 0 && !AnyJson.Contains(typeof(T)))
        {
            CheckMembers(info);
        }
    }

    // Otherwise, for example with another separator, all rows would be empty.
    private void CheckMembers(JsonTypeInfo info)
    {
        var twice = _members.Zip(_names).Where(static member => member.First is not null).GroupBy(static member => member.First).FirstOrDefault(
            static columns => columns.Count() > 1);
        // A member that is ignored has neither accessor.
        var missing = info.Properties.FirstOrDefault(property => !_members.Contains(property) && property is not { Get: null, Set: null }
            && (property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false }));
        var problem = twice is not null
            ? $"several columns for the member '{twice.Key!.Name}' of {typeof(T).Name}: {List(twice.Select(static column => column.Second))}"
            : missing is not null ? $"no column for the member '{missing.Name}' of {typeof(T).Name}, but only {List(_names)}"
            : info.Properties.Count > 0 && _members.All(static member => member is null)
                && !info.Properties.Any(static property => property.IsExtensionData)
                ? $"no column for any member of {typeof(T).Name}, but only {List(_names)}"
            : null;
        if (problem is not null)
        {
            throw new InvalidDataException($"The table{_of} has {problem}. Check the header and the separator.");
        }

        static string List(IEnumerable<string> names) => string.Join(", ", names.Select(static name => $"'{name}'"));
    }

    /// <exception cref="InvalidDataException">The cells are not a valid value of the type.</exception>
    public T Read(IReadOnlyList<object?> cells, long number)
    {
        if (typeof(T) == typeof(string) && cells[0] is string text)
        {
            return (T)(object)text;
        }

        try
        {
            return Read(cells, areTexts: false);
        }
        catch (Exception exception) when (UnreadableRow.IsReasonOf(exception))
        {
            try
            {
                if (exception is not UnreadableRow.HalfCharacterException)
                {
                    return Read(cells, areTexts: true);
                }
            }
            catch (Exception again) when (UnreadableRow.IsReasonOf(again))
            {
                // The first exception says more.
            }

            throw UnreadableRow.At<T>(FormattableString.Invariant($"Row {number}{_of}"), exception);
        }
    }

    /// <param name="cells">The cells.</param>
    /// <param name="areTexts">Whether text that is a JSON number or Boolean is a string of JSON, as the values of some types are: versions, bytes, types with
    /// converters.</param>
    private T Read(IReadOnlyList<object?> cells, bool areTexts)
    {
        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            if (_isObject)
            {
                writer.WriteStartObject();
                for (var i = 0; i < _names.Count; i++)
                {
                    WriteMember(writer, i, cells[i], areTexts);
                }

                writer.WriteEndObject();
            }
            else
            {
                Write(writer, cells[0], Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), areTexts);
            }
        }

        UnreadableRow.CheckCharacters(_buffer.WrittenSpan, _options);
        return JsonSerializer.Deserialize<T>(_buffer.WrittenSpan, _options)!;
    }

    private void WriteMember(Utf8JsonWriter writer, int column, object? cell, bool areTexts)
    {
        var member = _members[column]?.PropertyType ?? typeof(object);
        var type = Nullable.GetUnderlyingType(member) ?? member;
        // An empty cell of a CSV file is an empty string only for string members.
        if (cell is null or "" && type != typeof(string) && type != typeof(object))
        {
            return;
        }

        writer.WritePropertyName(_members[column]?.Name ?? _names[column]);
        Write(writer, cell, type, areTexts);
    }

    private static void Write(Utf8JsonWriter writer, object? cell, Type type, bool areTexts)
    {
        switch (cell)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text when type == typeof(bool) && bool.TryParse(text, out var parsed):
                // Spreadsheets write TRUE, Python writes True.
                writer.WriteBooleanValue(parsed);
                break;
            case string text when IsWrittenAsItIs(text, type, areTexts):
                writer.WriteRawValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case RawJson number:
                writer.WriteRawValue(number.Utf8.Span);
                break;
            case Dictionary<string, object?> members:
                writer.WriteStartObject();
                foreach (var (name, member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member, typeof(object), areTexts);
                }

                writer.WriteEndObject();
                break;
            case List<object?> items:
                writer.WriteStartArray();
                items.ForEach(item => Write(writer, item, typeof(object), areTexts));
                writer.WriteEndArray();
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case DateTime time:
                writer.WriteStringValue(time);
                break;
            default:
                writer.WriteStringValue(Convert.ToString(cell, CultureInfo.InvariantCulture));
                break;
        }
    }

    // Numbers, Booleans and JSON values, for members that are not strings.
    private static bool IsWrittenAsItIs(string text, Type type, bool areTexts)
    {
        if (type == typeof(string) || type == typeof(object) || type.IsEnum || text.Length == 0)
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return !areTexts || json.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

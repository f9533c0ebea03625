using System.Globalization;
using System.Text.Json;

namespace Opper;

/// <summary>Reads values from the text that has come of them so far.</summary>
internal static class LeafText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static bool TryRead(Type type, EnumNames? names, string text, out object? value)
    {
        value = null;
        if (names is not null)
        {
            return names.TryParse(text, out value);
        }

        switch (Type.GetTypeCode(type))
        {
            case TypeCode.Boolean:
                return Keep(bool.TryParse(text, out var truth), truth, out value);
            case TypeCode.Char:
                return Keep(text.Length == 1, text.Length == 1 ? text[0] : ' ', out value);
            case TypeCode.Single:
                return Keep(float.TryParse(text, NumberStyles.Float, Culture, out var single), single, out value);
            case TypeCode.Double:
                return Keep(double.TryParse(text, NumberStyles.Float, Culture, out var real), real, out value);
            case TypeCode.Decimal:
                return Keep(decimal.TryParse(text, NumberStyles.Float, Culture, out var exact), exact, out value);
            case >= TypeCode.SByte and <= TypeCode.UInt64:
                return TryReadInteger(type, text, out value);
            case TypeCode.DateTime:
                return Keep(DateTime.TryParse(text, Culture, DateTimeStyles.RoundtripKind, out var time), time, out value);
            default:
                break;
        }

        if (type == typeof(DateTimeOffset))
        {
            return Keep(DateTimeOffset.TryParse(text, Culture, DateTimeStyles.None, out var time), time, out value);
        }

        if (type == typeof(Guid))
        {
            return Keep(Guid.TryParse(text, out var id), id, out value);
        }

        if (type == typeof(TimeSpan))
        {
            return Keep(TimeSpan.TryParse(text, Culture, out var duration), duration, out value);
        }

        if (type == typeof(Uri))
        {
            return Keep(Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri), uri, out value);
        }

        return TryReadOther(type, text, out value);
    }

    private static bool TryReadInteger(Type type, string text, out object? value)
    {
        value = null;
        if (!decimal.TryParse(text, NumberStyles.Float, Culture, out var number) || decimal.Truncate(number) != number)
        {
            return false;
        }

        try
        {
            value = Convert.ChangeType(number, type, Culture);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    // The rarer types: as the serializer reads them.
    private static bool TryReadOther(Type type, string text, out object? value)
    {
        using var bytes = new PooledBytes(text.Length + 16);
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStringValue(text);
        }

        try
        {
            using var reader = new Utf8JsonTokenReader(bytes.Memory);
            value = OpperJson.OutputSerializer.Deserialize(reader, type);
            return true;
        }
        catch (Exception exception) when (exception is Newtonsoft.Json.JsonException or FormatException or ArgumentException)
        {
            value = null;
            return false;
        }
    }

    private static bool Keep(bool isRead, object? read, out object? value)
    {
        value = isRead ? read : null;
        return isRead;
    }
}

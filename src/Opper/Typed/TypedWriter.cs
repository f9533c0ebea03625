using System.Text.Json;

namespace Opper;

/// <summary>Writes values of callers' types into requests.</summary>
internal static class TypedWriter
{
    /// <param name="writer">Takes the JSON.</param>
    /// <param name="value">The value.</param>
    /// <param name="runtimeType">Its type.</param>
    /// <param name="source">Where the type is described; by default, reflection.</param>
    /// <exception cref="ArgumentException">The value cannot be written; the message names the type, the member and the reason.</exception>
    public static void Write(Utf8JsonWriter writer, object value, Type runtimeType, TypeSource? source = null)
    {
        if (value is DeclaredValue declared)
        {
            (value, runtimeType, source) = (declared.Value, declared.Type, declared.Source);
        }

        try
        {
            source ??= TypeSource.Default;
            JsonSerializer.Serialize(writer, value, runtimeType == value.GetType() ? WrittenType.Of(value, source.Options) : source.Info(runtimeType));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            var place = exception is JsonException { Path: { Length: > 1 } path } ? $" at '{path.TrimStart('$').TrimStart('.')}'" : string.Empty;
            throw new ArgumentException($"The request cannot be written as JSON: {TypeNames.Of(runtimeType)}{place}: {exception.Message}", nameof(value), exception);
        }
    }
}

using System.Text.Json;

namespace Opper;

/// <summary>Writes values of callers' own types into a request.</summary>
internal static class TypedWriter
{
    /// <exception cref="ArgumentException">The value cannot be written as JSON.</exception>
    public static void Write(JsonOutput output, object value)
    {
        using var json = OpperJson.Write(value);
        output.Writer.WriteRawValue(json.Span, skipInputValidation: true);
    }
}

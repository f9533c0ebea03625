using System.Text.Json;

namespace Opper.Typed;

/// <summary>The wrapper around outputs that are not objects: providers require an object at the root.</summary>
internal static class WrappedValue
{
    public const string PropertyName = "value";

    /// <summary>Finds the value in its wrapper. A function with its own schema may return the value unwrapped.</summary>
    /// <returns>Whether there is a wrapper.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, out Range value)
    {
        value = Range.All;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName
            || reader.ValueIsEscaped || !reader.ValueTextEquals(PropertyName))
        {
            return false;
        }

        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        value = start..(int)reader.BytesConsumed;
        // The rest is read as well, to reject truncated or trailing JSON.
        while (reader.Read())
        {
        }

        return true;
    }
}

using System.Text.Json;

namespace Opper;

/// <summary>Carries an output that is not an object: providers want an object at the root.</summary>
internal static class WrappedValue
{
    public const string PropertyName = "value";

    /// <summary>Finds the value in its wrapper. A function with a schema of its own may give the value bare.</summary>
    /// <returns>Whether there is a wrapper.</returns>
    public static bool TryFind(ReadOnlySpan<byte> json, out Range value)
    {
        value = Range.All;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || reader.ValueIsEscaped || !reader.ValueTextEquals(PropertyName))
        {
            return false;
        }

        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        value = start..(int)reader.BytesConsumed;
        // What follows is looked at too: the JSON must be whole.
        while (reader.Read())
        {
        }

        return true;
    }
}

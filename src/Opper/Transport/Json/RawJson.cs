using System.Text.Json;

namespace Opper;

/// <summary>JSON that is passed on or read later, as the bytes it is.</summary>
internal static class RawJson
{
    /// <summary>Passes over the value that the reader stands at.</summary>
    /// <returns>Where it stands in what the reader reads.</returns>
    public static Range Skip(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}

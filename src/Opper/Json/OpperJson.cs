using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>What holds for all JSON of this library.</summary>
internal static class OpperJson
{
    internal const int MaxDepth = 256;

    public static JToken? ReadToken(ReadOnlyMemory<byte> utf8)
    {
        using var reader = new Utf8JsonTokenReader(utf8);
        if (!reader.Read())
        {
            return null;
        }

        var token = JToken.ReadFrom(reader);
        reader.ReadToEnd();
        return token;
    }
}

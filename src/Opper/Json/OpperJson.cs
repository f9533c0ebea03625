using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>What holds for all JSON of this library.</summary>
internal static class OpperJson
{
    internal const int MaxDepth = 256;

    public static JToken? ReadToken(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, RawJson.DocumentOptions);
        return NewtonsoftJson.ToToken(document.RootElement);
    }
}

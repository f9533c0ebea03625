using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>JSON settings of the whole library.</summary>
internal static class OpperJson
{
    /// <summary>The maximum depth of the parsers, and the upper limit of <see cref="OpperClientOptions.MaxDepth"/>.</summary>
    internal const int MaxDepth = 512;

    public static JToken ReadToken(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, RawJson.DocumentOptions);
        return NewtonsoftJson.ToToken(document.RootElement);
    }
}

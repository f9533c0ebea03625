using System.Text.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>What holds for all JSON of this library.</summary>
internal static class OpperJson
{
    /// <summary>The depth that the readers can take, which is as far as <see cref="OpperClientOptions.MaxDepth"/> can be raised.</summary>
    internal const int MaxDepth = 512;

    public static JToken ReadToken(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, RawJson.DocumentOptions);
        return NewtonsoftJson.ToToken(document.RootElement);
    }
}

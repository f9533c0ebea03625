using System.Globalization;

namespace Opper.Benchmarks.Server;

/// <summary>256 vectors of 1536 numbers, as embedding models give them.</summary>
internal static class Vectors
{
    public const int Count = 256;
    public const int Dimensions = 1536;

    /// <summary>As Opper and OpenAI write them; the two forms differ in fields that each passes over.</summary>
    public static string Json()
    {
        var random = new Random(1536);
        var vectors = Enumerable.Range(0, Count).Select(index =>
        {
            var numbers = Enumerable.Range(0, Dimensions).Select(_ => ((float)((random.NextDouble() - 0.5) * 0.1)).ToString(CultureInfo.InvariantCulture));
            return string.Create(CultureInfo.InvariantCulture, $$"""{"object":"embedding","index":{{index}},"embedding":[{{string.Join(',', numbers)}}]}""");
        });
        return $$"""{"object":"list","model":"text-embedding-3-small","data":[{{string.Join(',', vectors)}}],"usage":{"prompt_tokens":2048,"total_tokens":"""
            + $$"""2048} }""";
    }
}

using System.Text.Json;

namespace Opper.Benchmarks.Server;

/// <summary>What a call with an output schema answers.</summary>
internal static class TypedAnswer
{
    public static string Json { get; } =
        $$"""{"title":"The harbour in """
        + $$"""winter","summary":{{JsonSerializer.Serialize(Words.Text[..420])}},"score":0.8125,"year":1987,"tags":["harbour","ice","boats"],"people":["""
        + $$"""{"name":"Åsa Lind","age":41},{"name":"Nils Ek","age":9}]}""";
}

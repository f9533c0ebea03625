namespace Opper.Benchmarks.Peers;

/// <summary>What every client asks.</summary>
internal static class Question
{
    public const string Key = "key-for-nothing";
    public const string Name = "harbours/winter";
    public const string Instructions =
        "Answer in a few sentences, for children, with what the harbour master told you. Stay with the facts; say so where none are known.";
    public const string Input = "How long does the harbour of Göteborg stay frozen in a hard winter, and what do the boats do meanwhile? Please also name "
        + "two people who would know, and say how sure you are of all this.";
    public const string Model = "openai/gpt-4o-mini";

    public static IReadOnlyList<string> Texts { get; } = [.. Enumerable.Range(0, 256).Select(number => $"Harbour number {number}")];
}

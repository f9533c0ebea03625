namespace Opper.Benchmarks;

/// <summary>An answer as a report generator would ask for: long texts, lists of records, numbers, enums.</summary>
public sealed record Article(string Title, Tone Tone, List<Section> Sections, Dictionary<string, double> Scores);

public sealed record Section(string Heading, string Text, int Words, List<string> Tags);

public enum Tone
{
    Plain,
    Lively,
}

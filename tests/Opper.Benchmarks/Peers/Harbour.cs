namespace Opper.Benchmarks.Peers;

/// <summary>The type that the typed call asks for.</summary>
public sealed record Harbour(string Title, string Summary, double Score, int Year, List<string> Tags, List<Person> People);

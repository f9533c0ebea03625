namespace Opper.Allocations;

/// <summary>A type of the caller.</summary>
public sealed record Harbour(string Title, string Summary, double Score, int Year, List<string> Tags);

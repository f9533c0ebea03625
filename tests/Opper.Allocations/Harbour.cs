namespace Opper.Allocations;

/// <summary>A type of a caller's.</summary>
public sealed record Harbour(string Title, string Summary, double Score, int Year, List<string> Tags);

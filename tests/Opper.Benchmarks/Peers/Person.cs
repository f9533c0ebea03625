namespace Opper.Benchmarks.Peers;

/// <summary>A part of <see cref="Harbour"/>.</summary>
public sealed record Person(string Name, int Age);

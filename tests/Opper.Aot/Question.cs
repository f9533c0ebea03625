namespace Opper.Aot;

/// <summary>What typed calls are given.</summary>
internal sealed record Question(string Text, IReadOnlyList<int> Pages);

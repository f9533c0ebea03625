namespace Opper.Aot;

/// <summary>The input types of typed calls.</summary>
internal sealed record Question(string Text, IReadOnlyList<int> Pages);

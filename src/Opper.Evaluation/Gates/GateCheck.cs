namespace Opper.Evaluation;

/// <summary>One condition of a gate.</summary>
/// <param name="Name">The condition.</param>
/// <param name="Passed">Whether it is met.</param>
/// <param name="Found">The actual value.</param>
public sealed record GateCheck(string Name, bool Passed, string Found);

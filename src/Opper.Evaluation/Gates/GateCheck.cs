namespace Opper.Evaluation;

/// <summary>One condition of a gate.</summary>
/// <param name="Name">What has to hold.</param>
/// <param name="Passed">Whether it does.</param>
/// <param name="Found">What was found.</param>
public sealed record GateCheck(string Name, bool Passed, string Found);

using System.Text.Json.Serialization;

namespace Opper.Evaluation;

/// <summary>How good an answer is in one respect.</summary>
/// <param name="Name">What was measured, such as <c>exact</c>.</param>
/// <param name="Value">How much; more is better, and most scorers give 0 to 1. <see langword="null"/> when it could not be measured, which counts as a failure.</param>
/// <param name="Reason">Why, in words. Default: none.</param>
public sealed record Score(string Name, double? Value, string? Reason = null)
{
    /// <summary>Whether it could not be measured: the call, the judge or the scorer failed. In means it counts as 0.</summary>
    [JsonIgnore]
    public bool IsFailure => Value is null;

    /// <summary>A score that could not be measured.</summary>
    /// <param name="name">What was to be measured.</param>
    /// <param name="reason">Why it could not.</param>
    /// <returns>The score.</returns>
    public static Score Failure(string name, string reason) => new(name, null, reason);
}

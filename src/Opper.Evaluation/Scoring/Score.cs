using System.Text.Json.Serialization;

namespace Opper.Evaluation;

/// <summary>A score of an output.</summary>
/// <param name="Name">The name of the score, such as <c>exact</c>.</param>
/// <param name="Value">The value; higher is better, and most scorers return 0 to 1. <see langword="null"/> if it could not be determined, which is a
/// failure.</param>
/// <param name="Reason">The explanation. Default: none.</param>
public sealed record Score(string Name, double? Value, string? Reason = null)
{
    /// <summary>Whether it could not be determined, because the call, the judge or the scorer failed. It counts as 0 in means.</summary>
    [JsonIgnore]
    public bool IsFailure => Value is null;

    /// <summary>A score that could not be determined.</summary>
    /// <param name="name">The name of the score.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>The score.</returns>
    public static Score Failure(string name, string reason) => new(name, null, reason);
}

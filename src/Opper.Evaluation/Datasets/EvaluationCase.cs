namespace Opper.Evaluation;

/// <summary>An input, and what is expected for it.</summary>
public sealed class EvaluationCase
{
    /// <summary>Makes a case.</summary>
    /// <param name="id">What tells it from the others of the dataset.</param>
    /// <param name="input">The input: text, or anything that can be written as JSON.</param>
    /// <param name="expected">The answer that is expected. Default: none, for scorers that need none.</param>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    public EvaluationCase(string id, object? input, object? expected = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        Id = id;
        Input = RawJson.From(input);
        Expected = expected is null ? null : RawJson.From(expected);
    }

    /// <summary>What tells it from the others of the dataset; results of variants are paired by it.</summary>
    public string Id { get; }

    /// <summary>The input.</summary>
    public RawJson Input { get; }

    /// <summary>The answer that is expected, or <see langword="null"/> where none is known.</summary>
    public RawJson? Expected { get; }

    /// <summary>The id.</summary>
    /// <returns><see cref="Id"/>.</returns>
    public override string ToString() => Id;
}

namespace Opper.Evaluation;

/// <summary>An input with the expected output.</summary>
public sealed class EvaluationCase
{
    /// <summary>Creates a case.</summary>
    /// <param name="id">The ID of the case in the dataset.</param>
    /// <param name="input">The input: text, or any value that can be serialized as JSON.</param>
    /// <param name="expected">The expected output. Default: none, for scorers that do not need one.</param>
    /// <exception cref="ArgumentException">The ID is blank.</exception>
    public EvaluationCase(string id, object? input, object? expected = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        Id = id;
        Input = RawJson.From(input);
        Expected = expected is null ? null : RawJson.From(expected);
    }

    /// <summary>The ID of the case in the dataset, by which the results of variants are paired.</summary>
    public string Id { get; }

    /// <summary>The input.</summary>
    public RawJson Input { get; }

    /// <summary>The expected output, or <see langword="null"/> if there is none.</summary>
    public RawJson? Expected { get; }

    /// <summary>The ID.</summary>
    /// <returns><see cref="Id"/>.</returns>
    public override string ToString() => Id;
}

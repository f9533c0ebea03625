namespace Opper.Emulator;

/// <summary>How much work one request may make the emulator do.</summary>
public sealed class EmulatorLimits
{
    /// <summary>
    /// The largest JSON body of a request, in bytes; 75 MB by default, which has room for a file of 50 MB in base64. A larger one is answered
    /// 413. Files that are uploaded have <see cref="OpperEmulatorOptions.MaxUploadBytes"/>.
    /// </summary>
    public int MaxRequestBodyBytes { get; set; } = 75 * 1024 * 1024;

    /// <summary>How many values, property names included, the JSON body of a request may hold; 1,000,000 by default. More are answered 413.</summary>
    public int MaxRequestBodyValues { get; set; } = 1_000_000;

    /// <summary>How many characters of an input the built-in answers look at; 500,000 by default. What comes after them is passed over.</summary>
    public int MaxInputCharacters { get; set; } = 500_000;

    /// <summary>
    /// How many values a built-in answer to an output schema may hold, enum members that were weighed included; 100,000 by default. A schema
    /// that asks for more, by <c>minItems</c> for example, is answered 400.
    /// </summary>
    public int MaxAnswerValues { get; set; } = 100_000;

    /// <summary>
    /// How many characters the strings of a built-in answer to an output schema may have together; 1,000,000 by default. A schema that asks for
    /// more, by <c>minLength</c>, is answered 400.
    /// </summary>
    public int MaxAnswerCharacters { get; set; } = 1_000_000;

    /// <summary>
    /// How long the built-in may work on one answer to an output schema, the matching of its <c>pattern</c> included; 5 seconds by default. A
    /// schema that takes longer is answered 400.
    /// </summary>
    public TimeSpan MaxAnswerTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many chunks one document of a knowledge base may be cut into; 20,000 by default. More are answered 400.</summary>
    public int MaxChunks { get; set; } = 20_000;

    /// <summary>
    /// How many numbers the vectors of one embeddings request may have together; 4,000,000 by default, a little more than 2,048 texts of 1,536.
    /// More are answered 400.
    /// </summary>
    public int MaxEmbeddingNumbers { get; set; } = 4_000_000;

    internal EmulatorLimits Copy() => (EmulatorLimits)MemberwiseClone();

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestBodyBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestBodyValues, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxInputCharacters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAnswerValues, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAnswerCharacters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxChunks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEmbeddingNumbers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxAnswerTime, TimeSpan.Zero);
    }
}

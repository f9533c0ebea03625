namespace Opper.Emulator;

/// <summary>Limits on the work that one request can cause.</summary>
public sealed class EmulatorLimits
{
    /// <summary>
    /// The maximum size of a JSON request body in bytes. Default: 75 MB, timeout for a 50 MB file in base64. A larger body is rejected with 413. For uploaded
    /// files, see <see cref="OpperEmulatorOptions.MaxUploadBytes"/>.
    /// </summary>
    public int MaxRequestBodyBytes { get; set; } = 75 * 1024 * 1024;

    /// <summary>The maximum number of values and property names in a JSON request body. Default: 1,000,000. More are rejected with 413.</summary>
    public int MaxRequestBodyValues { get; set; } = 1_000_000;

    /// <summary>The maximum number of input characters that built-in completions consider; the rest is ignored. Default: 500,000.</summary>
    public int MaxInputCharacters { get; set; } = 500_000;

    /// <summary>
    /// The maximum number of values in a built-in output, including the enum members that were compared. Default: 100,000. A schema that
    /// requires more, for example by <c>minItems</c>, is rejected with 400.
    /// </summary>
    public int MaxOutputValues { get; set; } = 100_000;

    /// <summary>
    /// The maximum total length of the strings in a built-in output. Default: 1,000,000 characters. A schema that requires more, by
    /// <c>minLength</c>, is rejected with 400.
    /// </summary>
    public int MaxOutputCharacters { get; set; } = 1_000_000;

    /// <summary>
    /// The maximum time for one built-in output, including <c>pattern</c> matching. Default: 5 seconds. A schema that takes longer is
    /// rejected with 400.
    /// </summary>
    public TimeSpan MaxOutputTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The maximum number of chunks of one document in a knowledge base. Default: 20,000. More are rejected with 400.</summary>
    public int MaxChunks { get; set; } = 20_000;

    /// <summary>
    /// The maximum number of values in all vectors of one embeddings request. Default: 4,000,000, slightly more than 2,048 texts with 1,536 dimensions. More
    /// are rejected with 400.
    /// </summary>
    public int MaxEmbeddingNumbers { get; set; } = 4_000_000;

    internal EmulatorLimits Copy() => (EmulatorLimits)MemberwiseClone();

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestBodyBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestBodyValues, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxInputCharacters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOutputValues, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOutputCharacters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxChunks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxEmbeddingNumbers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxOutputTime, TimeSpan.Zero);
    }
}

namespace Opper.Differential;

/// <summary>
/// One reader of this library beside the Newtonsoft reading of the same bytes. Both write what they read in the same form, or throw to refuse.
/// </summary>
/// <param name="Name">What is read.</param>
/// <param name="Generate">Makes a document.</param>
/// <param name="Ours">Reads it through the public surface.</param>
/// <param name="Newtonsofts">Reads it with plain Newtonsoft.</param>
/// <param name="Differences">Where the two differ on purpose: the name of the difference, or <see langword="null"/> when there is none.</param>
internal sealed record Reader(
    string Name,
    Func<JsonGenerator, string> Generate,
    Func<ReadOnlyMemory<byte>, Task<string>> Ours,
    Func<byte[], string> Newtonsofts,
    params Func<Case, string?>[] Differences)
{
    /// <summary>Whether documents may hold line breaks, which would end the line of an event.</summary>
    public bool HasLineBreaks { get; init; } = true;

    public override string ToString() => Name;
}

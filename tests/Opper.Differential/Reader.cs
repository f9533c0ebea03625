namespace Opper.Differential;

/// <summary>
/// A reader of this library and the Newtonsoft reader for the same bytes. Both return what they read in the same form, or throw.
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
    /// <summary>Whether documents may contain line breaks, which would end the line of an event.</summary>
    public bool HasLineBreaks { get; init; } = true;

    public override string ToString() => Name;
}

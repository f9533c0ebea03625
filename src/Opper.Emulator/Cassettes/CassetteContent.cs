namespace Opper.Emulator.Cassettes;

/// <summary>The content of a cassette.</summary>
internal sealed class CassetteContent
{
    public bool HasHeader { get; set; }

    public List<CassetteExchange> Exchanges { get; } = [];

    public List<FieldPath> Redacted { get; } = [];

    public List<FieldPath> Ignored { get; } = [];

    public List<string> Warnings { get; } = [];
}

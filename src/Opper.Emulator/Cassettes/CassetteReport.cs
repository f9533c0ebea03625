namespace Opper.Emulator;

/// <summary>What has become of the requests to an emulator with a cassette.</summary>
public sealed class CassetteReport
{
    internal CassetteReport()
    {
    }

    /// <summary>What the emulator does with requests.</summary>
    public required CassetteMode Mode { get; init; }

    /// <summary>The full path of the cassette.</summary>
    public required string Path { get; init; }

    /// <summary>How many exchanges the cassette holds.</summary>
    public required int Exchanges { get; init; }

    /// <summary>How many requests were answered from the cassette.</summary>
    public required int Hits { get; init; }

    /// <summary>How many requests were refused with 501 because the cassette has none like them.</summary>
    public required int Misses { get; init; }

    /// <summary>How many exchanges were added to the cassette.</summary>
    public required int Recorded { get; init; }

    /// <summary>How many exchanges of the cassette no request has been answered with; 0 while recording.</summary>
    public required int Unplayed { get; init; }

    /// <summary>What could not be read from the cassette or written to it.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

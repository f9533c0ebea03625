namespace Opper.Emulator;

/// <summary>Statistics of an emulator with a cassette.</summary>
public sealed class CassetteReport
{
    internal CassetteReport()
    {
    }

    /// <summary>What the emulator does with requests.</summary>
    public required CassetteMode Mode { get; init; }

    /// <summary>The full path of the cassette.</summary>
    public required string Path { get; init; }

    /// <summary>The number of exchanges in the cassette.</summary>
    public required int Exchanges { get; init; }

    /// <summary>The number of requests that were replayed from the cassette.</summary>
    public required int Hits { get; init; }

    /// <summary>The number of requests that were rejected with 501 because they are not in the cassette.</summary>
    public required int Misses { get; init; }

    /// <summary>The number of exchanges that were added to the cassette.</summary>
    public required int Recorded { get; init; }

    /// <summary>The number of exchanges in the cassette that were not used; 0 while recording.</summary>
    public required int Unplayed { get; init; }

    /// <summary>Parts of the cassette that could not be read or written.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

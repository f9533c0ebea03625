namespace Opper.Emulator;

/// <summary>What an emulator with a cassette does with requests to the API.</summary>
public enum CassetteMode
{
    /// <summary>Forwards the request to the upstream and adds the exchange to the cassette.</summary>
    Record,

    /// <summary>Replays the cassette; a request that is not in it is rejected with 501.</summary>
    Replay,

    /// <summary>Replays the cassette; a request that is not in it is forwarded and added.</summary>
    Auto,
}

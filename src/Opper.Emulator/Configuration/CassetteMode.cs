namespace Opper.Emulator;

/// <summary>What an emulator with a cassette does with a request to the API.</summary>
public enum CassetteMode
{
    /// <summary>Forwards it to the upstream and adds the exchange to the cassette.</summary>
    Record,

    /// <summary>Answers it from the cassette; what is not in it is refused with 501.</summary>
    Replay,

    /// <summary>Answers it from the cassette; what is not in it is forwarded and added.</summary>
    Auto,
}

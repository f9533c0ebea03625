namespace Opper.Emulator.Cassettes;

/// <summary>Maps IDs that a client generates now to those that it generated when the cassette was recorded.</summary>
internal sealed partial class IdTranslation
{
    private readonly Dictionary<string, string> _recorded = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _present = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Maps two IDs to each other, unless one of them is mapped already.</summary>
    public void AddIfNew(string present, string recorded)
    {
        if (!_recorded.ContainsKey(present) && !_present.ContainsKey(recorded) && !_present.ContainsKey(present))
        {
            _recorded[present] = recorded;
            _present[recorded] = present;
        }
    }

    /// <summary>Whether an ID, after translation, can correspond to the recorded one.</summary>
    public bool MayBe(string id, string recorded) =>
        id.Equals(recorded, StringComparison.OrdinalIgnoreCase) || (!_present.ContainsKey(recorded) && !_present.ContainsKey(id));

    public void Clear()
    {
        _recorded.Clear();
        _present.Clear();
    }

    /// <summary>The request with recorded IDs.</summary>
    public CassetteRequest ToRecorded(CassetteRequest request) => Translated(request, _recorded);

    /// <summary>The response with the IDs that the client uses now.</summary>
    public CassetteResponse ToPresent(CassetteResponse response) => Translated(response, _present);

    private static T Translated<T>(T record, Dictionary<string, string> ids)
    {
        if (ids.Count == 0)
        {
            return record;
        }

        var json = JsonSerializer.Serialize(record, CassetteJson.Options);
        return JsonSerializer.Deserialize<T>(Uuid().Replace(json, id => ids.GetValueOrDefault(id.Value, id.Value)), CassetteJson.Options)!;
    }

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])")]
    private static partial Regex Uuid();
}

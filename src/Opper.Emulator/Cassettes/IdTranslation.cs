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

    public string ToRecorded(string text) => Translate(text, _recorded);

    public string ToPresent(string text) => Translate(text, _present);

    /// <summary>The request with recorded IDs.</summary>
    public CassetteRequest ToRecorded(CassetteRequest request) => _recorded.Count == 0 ? request : request with
    {
        Path = ToRecorded(request.Path),
        Query = request.Query is { } query ? ToRecorded(query) : null,
        Body = ToRecorded(request.Body),
        Opper = ToRecorded(request.Opper),
    };

    private JsonObject? ToRecorded(JsonObject? json) => json is null ? null : JsonNode.Parse(ToRecorded(CassetteJson.Text(json)))!.AsObject();

    /// <summary>The body of a response with the IDs that the client uses now.</summary>
    public byte[] ToPresent(byte[] content) => _present.Count == 0
        ? content
        : System.Text.Encoding.Latin1.GetBytes(ToPresent(System.Text.Encoding.Latin1.GetString(content)));

    private static string Translate(string text, Dictionary<string, string> ids) =>
        ids.Count == 0 ? text : Uuid().Replace(text, match => ids.GetValueOrDefault(match.Value, match.Value));

    [GeneratedRegex(@"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])")]
    private static partial Regex Uuid();
}

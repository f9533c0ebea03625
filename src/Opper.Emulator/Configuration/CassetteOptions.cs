namespace Opper.Emulator;

/// <summary>
/// Options for recording requests to a cassette, a JSON Lines file, and for replaying them. Created by
/// <see cref="OpperEmulatorOptions.Record"/>, <see cref="OpperEmulatorOptions.Replay"/> and <see cref="OpperEmulatorOptions.ReplayOrRecord"/>.
/// </summary>
public sealed class CassetteOptions
{
    private readonly List<FieldPath> _redacted = [];
    private readonly List<FieldPath> _ignored = [];

    internal CassetteOptions(CassetteMode mode, string path, Uri? upstream)
    {
        Mode = mode;
        Path = System.IO.Path.GetFullPath(path);
        Upstream = upstream;
    }

    /// <summary>What the emulator does with requests.</summary>
    public CassetteMode Mode { get; }

    /// <summary>The full path of the cassette.</summary>
    public string Path { get; }

    /// <summary>The server to record; null for <see cref="CassetteMode.Replay"/>, which does not need one.</summary>
    public Uri? Upstream { get; }

    /// <summary>Whether streams are replayed with their recorded delays. Default: true.</summary>
    public bool ReplayPauses { get; set; } = true;

    /// <summary>Whether <see cref="CassetteMode.Record"/> overwrites an existing cassette rather than adding to it. Default: false.</summary>
    public bool Overwrite { get; set; }

    internal IReadOnlyList<FieldPath> Redacted => _redacted;

    internal IReadOnlyList<FieldPath> Ignored => _ignored;

    /// <summary>
    /// Redacts fields: wherever the path of a member ends with one of these, <c>[redacted]</c> is recorded, in requests, responses and stream events.
    /// Requests are matched after redaction, so a replayed request may have any value there.
    /// </summary>
    /// <param name="fields">Paths such as <c>input.email</c> or <c>metadata.*</c>; items of an array have the path of the array.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A path is empty or has an empty segment.</exception>
    public CassetteOptions Redact(params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _redacted.AddRange(fields.Select(FieldPath.Parse));
        return this;
    }

    /// <summary>Ignores members of request bodies, form fields and query parameters when requests are matched.</summary>
    /// <param name="fields">Paths from the root of the body, such as <c>input.today</c>; items of an array have the path of the array.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A path is empty or has an empty segment.</exception>
    public CassetteOptions Ignore(params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _ignored.AddRange(fields.Select(FieldPath.Parse));
        return this;
    }
}

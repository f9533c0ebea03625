using Opper.Emulator.Json;

namespace Opper.Emulator;

/// <summary>
/// How requests to the API are recorded to a cassette, a file of one JSON document per line, and answered from it. Made by
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

    /// <summary>What happens to a request.</summary>
    public CassetteMode Mode { get; }

    /// <summary>The full path of the cassette.</summary>
    public string Path { get; }

    /// <summary>The server that is recorded; null for <see cref="CassetteMode.Replay"/>, which needs none.</summary>
    public Uri? Upstream { get; }

    /// <summary>Whether streams are replayed with the pauses they were recorded with; true by default.</summary>
    public bool ReplayPauses { get; set; } = true;

    /// <summary>Whether <see cref="CassetteMode.Record"/> empties a cassette that is there already; false, the default, adds to it.</summary>
    public bool Overwrite { get; set; }

    internal IReadOnlyList<FieldPath> Redacted => _redacted;

    internal IReadOnlyList<FieldPath> Ignored => _ignored;

    /// <summary>
    /// Keeps values out of the cassette: in requests, answers and events of streams, wherever a member's path ends with one of these,
    /// <c>[redacted]</c> is written. Requests are matched by what is written, so a replayed request may have any value there.
    /// </summary>
    /// <param name="fields">Paths such as <c>input.email</c> or <c>metadata.*</c>; items of arrays count like the array itself.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A path is empty or has an empty part.</exception>
    public CassetteOptions Redact(params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _redacted.AddRange(fields.Select(FieldPath.Parse));
        return this;
    }

    /// <summary>Leaves members of request bodies, fields of forms and parameters of queries out of account when requests are matched.</summary>
    /// <param name="fields">Paths from the root of the body, such as <c>input.today</c>; items of arrays count like the array itself.</param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">A path is empty or has an empty part.</exception>
    public CassetteOptions Ignore(params IEnumerable<string> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _ignored.AddRange(fields.Select(FieldPath.Parse));
        return this;
    }
}

using System.Net;
using System.Security.Cryptography;

namespace Opper.Emulator;

/// <summary>Options of an emulator.</summary>
public sealed class OpperEmulatorOptions
{
    /// <summary>A placeholder for clients if any key is accepted.</summary>
    internal const string AnyKey = "op-emulator";

    private static readonly Uri Api = new("https://api.opper.ai");

    /// <summary>The port. Default: 0, which chooses a free one.</summary>
    public int Port { get; set; }

    /// <summary>The address to listen on. Default: loopback. On any other address all paths require the key, including <c>/_emulator</c>.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>
    /// The API key that is accepted. Default: null, which accepts any non-empty key on loopback; on any other address a random key is generated, which is
    /// available from <see cref="OpperEmulator.ApiKey"/>.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Additional host names that the emulator accepts, without a port, such as <c>emulator</c> in a Docker network. Default: none. <c>localhost</c> and
    /// loopback addresses are always accepted, and any IP address if it does not listen on loopback. Other names are rejected, to protect against DNS
    /// rebinding by web sites.
    /// </summary>
    public ICollection<string> AllowedHosts { get; private set; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Limits on the work that one request can cause.</summary>
    public EmulatorLimits Limits { get; private set; } = new();

    /// <summary>The SQLite file for the state, created if necessary. Default: null, which keeps the state in memory.</summary>
    public string? DataPath { get; set; }

    /// <summary>The delay between events of a stream. Default: none.</summary>
    public TimeSpan StreamDelay { get; set; }

    /// <summary>
    /// Whether numbers and Booleans of a streamed object are sent as JSON values, <c>"delta": 5</c>, rather than as strings, <c>"delta": "5"</c>, as the
    /// service sends them. Default: false. Clients should support both.
    /// </summary>
    public bool StreamsJsonValues { get; set; }

    /// <summary>The number of recent requests that <see cref="OpperEmulator.Requests"/> keeps. Default: 1,000.</summary>
    public int MaxRequests { get; set; } = 1000;

    /// <summary>The maximum size of an uploaded file in bytes. Default: 50 MB, as in the service.</summary>
    public int MaxUploadBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>
    /// How long an uploaded file has the status <c>indexing</c> before <c>success</c> or <c>failed</c>. Default: none. Its text is searchable immediately.
    /// </summary>
    public TimeSpan IndexingTime { get; set; }

    /// <summary>
    /// The base URL of an OpenAI-compatible server, such as <c>http://localhost:11434/v1</c>, that completes calls and chats without a script.
    /// <c>/chat/completions</c> is appended to it. Default: null, which uses the emulator's built-in completions.
    /// </summary>
    public Uri? Upstream { get; set; }

    /// <summary>The API key of the upstream, which is sent as a bearer token. Default: none.</summary>
    public string? UpstreamKey { get; set; }

    /// <summary>The model to request from the upstream. Default: null, which requests the model of the call.</summary>
    public string? UpstreamModel { get; set; }

    /// <summary>The clock for timestamps and delays. Default: the system clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The options of the last call of <see cref="Record"/>, <see cref="Replay"/> or <see cref="ReplayOrRecord"/>; null without a cassette.</summary>
    public CassetteOptions? Cassette { get; private set; }

    /// <summary>
    /// Forwards all requests to the API, with their own keys, and records each exchange to a cassette that <see cref="Replay"/> can use later. Keys and
    /// other secrets are not recorded. An existing cassette is appended to, unless
    /// <see cref="CassetteOptions.Overwrite"/> is set.
    /// </summary>
    /// <param name="path">The cassette, such as <c>tests/support.jsonl</c>. The file and its directory are created if necessary.</param>
    /// <param name="upstream">The server to record, without <c>/v2</c>; null means <c>https://api.opper.ai</c>.</param>
    /// <returns>Options for redaction and for matching requests.</returns>
    /// <exception cref="ArgumentException">The path is empty, or the upstream is not an http or https URL.</exception>
    public CassetteOptions Record(string path, Uri? upstream = null) => With(CassetteMode.Record, path, upstream);

    /// <summary>
    /// Replays the responses to all API requests from a cassette, without any other server. Other requests are rejected with 501; the body has the nearest
    /// recorded request and the differences.
    /// </summary>
    /// <param name="path">The cassette.</param>
    /// <returns>Options for matching requests.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public CassetteOptions Replay(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Cassette = new CassetteOptions(CassetteMode.Replay, path, upstream: null);
    }

    /// <summary>Replays the responses to API requests from a cassette; requests that are not in it are forwarded and added.</summary>
    /// <param name="path">The cassette. The file and its directory are created if necessary.</param>
    /// <param name="upstream">The server to record, without <c>/v2</c>; null means <c>https://api.opper.ai</c>.</param>
    /// <returns>Options for redaction and for matching requests.</returns>
    /// <exception cref="ArgumentException">The path is empty, or the upstream is not an http or https URL.</exception>
    public CassetteOptions ReplayOrRecord(string path, Uri? upstream = null) => With(CassetteMode.Auto, path, upstream);

    /// <summary>
    /// Sets the upstream options that are not set yet from the environment: <see cref="Upstream"/> from <c>OPPER_EMULATOR_UPSTREAM</c>,
    /// <see cref="UpstreamKey"/> from <c>OPPER_EMULATOR_UPSTREAM_KEY</c>, <see cref="UpstreamModel"/> from <c>OPPER_EMULATOR_UPSTREAM_MODEL</c>.
    /// The standalone tool calls this; an in-process emulator does not call it by itself.
    /// </summary>
    /// <exception cref="ArgumentException"><c>OPPER_EMULATOR_UPSTREAM</c> is not an absolute URL.</exception>
    public void ReadUpstreamFromEnvironment()
    {
        const string Variable = "OPPER_EMULATOR_UPSTREAM";
        if (Upstream is null && Read(Variable) is { } address)
        {
            Upstream = Uri.TryCreate(address, UriKind.Absolute, out var url)
                ? url
                : throw new ArgumentException($"{Variable} is not an absolute URL. Set it to the base URL of an OpenAI-compatible server, such as "
                    + "http://localhost:11434/v1.");
        }

        UpstreamKey ??= Read(Variable + "_KEY");
        UpstreamModel ??= Read(Variable + "_MODEL");

        static string? Read(string variable) =>
            Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>Whether only programs on this machine can reach the address.</summary>
    internal bool IsLocal => IPAddress.IsLoopback(Address);

    /// <summary>A validated copy, with a generated key if one is required.</summary>
    internal OpperEmulatorOptions Checked()
    {
        if (ApiKey is not null && (ApiKey.Length == 0 || ApiKey.Any(c => c is <= ' ' or >= (char)127)))
        {
            throw new ArgumentException($"{nameof(ApiKey)} must be printable ASCII without spaces, because clients cannot send any other key. Omit it to "
                + "accept any key on loopback.");
        }

        Limits.Validate();
        var copy = (OpperEmulatorOptions)MemberwiseClone();
        copy.AllowedHosts = new HashSet<string>(AllowedHosts, StringComparer.OrdinalIgnoreCase);
        copy.Limits = Limits.Copy();
        copy.ApiKey ??= IsLocal ? null : $"op-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        return copy;
    }

    private CassetteOptions With(CassetteMode mode, string path, Uri? upstream)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (upstream is not null && !(upstream.IsAbsoluteUri && upstream.Scheme is "http" or "https"))
        {
            throw new ArgumentException($"The upstream must be an http or https URL such as {Api}, not '{upstream}'.", nameof(upstream));
        }

        return Cassette = new CassetteOptions(mode, path, upstream ?? Api);
    }
}

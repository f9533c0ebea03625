using System.Net;
using System.Security.Cryptography;
using Opper.Emulator.Cassettes;

namespace Opper.Emulator;

/// <summary>How an emulator is started.</summary>
public sealed class OpperEmulatorOptions
{
    /// <summary>A key that stands for any.</summary>
    internal const string AnyKey = "op-emulator";

    private static readonly Uri s_api = new("https://api.opper.ai");

    /// <summary>The port; 0, the default, takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The address to listen on; loopback by default. On another one everything demands the key, <c>/_emulator</c> included.</summary>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>
    /// The one key that is accepted. Null, the default, accepts any non-empty key on loopback; on another address a random key is made,
    /// which <see cref="OpperEmulator.ApiKey"/> tells.
    /// </summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Further names under which the emulator answers, without a port, such as <c>emulator</c> in a Docker network; none by default. It
    /// always answers under <c>localhost</c> and loopback addresses, and off loopback under any IP address. A request for another name is
    /// refused: a web site could have pointed that name here.
    /// </summary>
    public ICollection<string> AllowedHosts { get; private set; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How much work one request may make; see there for the defaults.</summary>
    public EmulatorLimits Limits { get; private set; } = new();

    /// <summary>The SQLite file that state is kept in, made if it is not there; null, the default, keeps it in memory.</summary>
    public string? DataPath { get; set; }

    /// <summary>The pause between two events of a stream; none by default.</summary>
    public TimeSpan StreamDelay { get; set; }

    /// <summary>
    /// Whether numbers and booleans of a streamed object go out as JSON values, <c>"delta": 5</c>; by default they go out as text,
    /// <c>"delta": "5"</c>, as the service sends them. Clients should read both.
    /// </summary>
    public bool StreamsJsonValues { get; set; }

    /// <summary>How many of the latest requests <see cref="OpperEmulator.Requests"/> holds; 1,000 by default.</summary>
    public int MaxRequests { get; set; } = 1000;

    /// <summary>The largest file that may be uploaded, in bytes; 50 MB by default, as the service has it.</summary>
    public int MaxUploadBytes { get; set; } = 50 * 1024 * 1024;

    /// <summary>
    /// How long an uploaded file is reported as <c>indexing</c> before it is <c>success</c> or <c>failed</c>; none by default. Its
    /// text can be found before that.
    /// </summary>
    public TimeSpan IndexingTime { get; set; }

    /// <summary>
    /// The base URL of an OpenAI-compatible server, such as <c>http://localhost:11434/v1</c>, that answers the calls and chats for which
    /// there is no script; null, the default, leaves them to the emulator's own answers. <c>/chat/completions</c> is added to it.
    /// </summary>
    public Uri? Upstream { get; set; }

    /// <summary>The upstream's key, sent to it as a bearer token; none by default.</summary>
    public string? UpstreamKey { get; set; }

    /// <summary>The model to ask the upstream for; null, the default, asks for the model of the call by its name.</summary>
    public string? UpstreamModel { get; set; }

    /// <summary>The clock for times in answers and for waits; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// What <see cref="Record"/>, <see cref="Replay"/> or <see cref="ReplayOrRecord"/> asked for last; null, the default, without a cassette.
    /// </summary>
    public CassetteOptions? Cassette { get; private set; }

    /// <summary>
    /// Forwards all requests to the API, with the key they come with, and writes each exchange to a cassette that <see cref="Replay"/> can answer
    /// from later. Keys and other secrets are not written. A cassette that is there already is added to, unless
    /// <see cref="CassetteOptions.Overwrite"/> is set.
    /// </summary>
    /// <param name="path">The cassette, such as <c>tests/support.jsonl</c>; it and its folder are made if need be.</param>
    /// <param name="upstream">The server to record, without <c>/v2</c>; null means <c>https://api.opper.ai</c>.</param>
    /// <returns>Where to say what is redacted and how requests are matched.</returns>
    /// <exception cref="ArgumentException">The path is empty, or the upstream is no http or https URL.</exception>
    public CassetteOptions Record(string path, Uri? upstream = null) => With(CassetteMode.Record, path, upstream);

    /// <summary>
    /// Answers all requests to the API from a cassette, without any other server. A request that is not in it is refused with 501; the body
    /// shows the nearest recorded one and the differences.
    /// </summary>
    /// <param name="path">The cassette.</param>
    /// <returns>Where to say how requests are matched.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public CassetteOptions Replay(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Cassette = new CassetteOptions(CassetteMode.Replay, path, upstream: null);
    }

    /// <summary>Answers requests to the API from a cassette where it holds them; others are forwarded and added to it.</summary>
    /// <param name="path">The cassette; it and its folder are made if need be.</param>
    /// <param name="upstream">The server to record, without <c>/v2</c>; null means <c>https://api.opper.ai</c>.</param>
    /// <returns>Where to say what is redacted and how requests are matched.</returns>
    /// <exception cref="ArgumentException">The path is empty, or the upstream is no http or https URL.</exception>
    public CassetteOptions ReplayOrRecord(string path, Uri? upstream = null) => With(CassetteMode.Auto, path, upstream);

    /// <summary>
    /// Fills in what is not set of the upstream from the environment: <see cref="Upstream"/> from <c>OPPER_EMULATOR_UPSTREAM</c>,
    /// <see cref="UpstreamKey"/> from <c>OPPER_EMULATOR_UPSTREAM_KEY</c>, <see cref="UpstreamModel"/> from <c>OPPER_EMULATOR_UPSTREAM_MODEL</c>.
    /// The standalone program does so; an emulator in a process does not by itself.
    /// </summary>
    /// <exception cref="ArgumentException"><c>OPPER_EMULATOR_UPSTREAM</c> is no absolute URL.</exception>
    public void ReadUpstreamFromEnvironment()
    {
        const string Variable = "OPPER_EMULATOR_UPSTREAM";
        if (Upstream is null && Read(Variable) is { } address)
        {
            Upstream = Uri.TryCreate(address, UriKind.Absolute, out var url)
                ? url
                : throw new ArgumentException($"{Variable} is no absolute URL. Give the base URL of an OpenAI-compatible server, such as "
                    + "http://localhost:11434/v1.");
        }

        UpstreamKey ??= Read(Variable + "_KEY");
        UpstreamModel ??= Read(Variable + "_MODEL");

        static string? Read(string variable) =>
            Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>Whether only programs on this machine can reach the address.</summary>
    internal bool IsLocal => IPAddress.IsLoopback(Address);

    /// <summary>A checked copy that later changes do not reach, with a key where one is demanded.</summary>
    internal OpperEmulatorOptions Checked()
    {
        if (ApiKey is not null && (ApiKey.Length == 0 || ApiKey.Any(c => c is <= ' ' or >= (char)127)))
        {
            throw new ArgumentException($"{nameof(ApiKey)} must be printable ASCII without spaces, as no client could send another key. Leave it out to "
                + "accept any on loopback.");
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
            throw new ArgumentException($"The upstream must be an http or https URL such as {s_api}, not '{upstream}'.", nameof(upstream));
        }

        return Cassette = new CassetteOptions(mode, path, upstream ?? s_api);
    }
}

using System.Net;
using System.Net.Sockets;

namespace Opper.Emulator;

/// <summary>
/// A local, stateful Opper: an HTTP server that stores resources in SQLite and completes calls without a language model, from a script, or through an
/// upstream.
/// </summary>
public sealed class OpperEmulator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EmulatorState _state;
    private Task? _stopping;

    private OpperEmulator(WebApplication app, EmulatorState state, string? apiKey)
    {
        _app = app;
        _state = state;
        BaseAddress = Reachable(new Uri(app.Urls.First()));
        ApiKey = apiKey ?? OpperEmulatorOptions.AnyKey;
    }

    /// <summary>The address of the server for clients on this machine, without <c>/v2</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>A key that the server accepts: the configured or generated one, or a placeholder if any key is accepted.</summary>
    public string ApiKey { get; }

    /// <summary>The latest requests to the API, oldest first, up to <see cref="OpperEmulatorOptions.MaxRequests"/>.</summary>
    public IReadOnlyList<EmulatorRequest> Requests => _state.Log.All();

    /// <summary>The statistics of the cassette; null without a cassette.</summary>
    public CassetteReport? Cassette => _state.Cassette?.Report;

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">The options. Default: a free port on loopback, with state in memory and any key accepted.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running emulator, which stops when it is disposed.</returns>
    /// <exception cref="IOException">The port is in use or the address is not available, the data file is not valid or in use, or the cassette
    /// cannot be read or written.</exception>
    /// <exception cref="ArgumentException"><see cref="OpperEmulatorOptions.Upstream"/> is not an http or https URL, <see cref="OpperEmulatorOptions.ApiKey"/>
    /// cannot be sent, a limit is out of range, or the server to record is this emulator.</exception>
    public static async Task<OpperEmulator> StartAsync(OpperEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new OpperEmulatorOptions()).Checked();
        // Kestrel would return to the caller's synchronization context, whose thread may be blocked waiting for the start.
        return await Task.Run(() => StartCoreAsync(options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts an emulator.</summary>
    /// <param name="configure">Configures the options, such as <c>o =&gt; o.Replay("tests/support.jsonl")</c>.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>The running emulator, which stops when it is disposed.</returns>
    /// <exception cref="IOException">The port is in use, or the data file or the cassette cannot be used.</exception>
    /// <exception cref="ArgumentException"><see cref="OpperEmulatorOptions.Upstream"/> is not an http or https URL.</exception>
    public static Task<OpperEmulator> StartAsync(Action<OpperEmulatorOptions> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new OpperEmulatorOptions();
        configure(options);
        return StartAsync(options, cancellationToken);
    }

    /// <summary>
    /// Scripts the outputs of calls of one function. Later scripts take precedence over earlier ones, so they replace them unless limited by
    /// <see cref="Script{TSelf}.When"/>.
    /// </summary>
    /// <param name="name">The function name of the calls.</param>
    /// <returns>The script, to which outputs are added.</returns>
    /// <exception cref="InvalidOperationException">The emulator replays or records a cassette.</exception>
    public ScriptedCall OnCall(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RefuseWithCassette();
        return _state.Scripted.Add(name, new ScriptedCall());
    }

    /// <summary>
    /// Scripts the outputs of chats, <c>POST /v2/openai/chat/completions</c>. Later scripts take precedence over earlier ones, so they replace them unless
    /// limited by <see cref="Script{TSelf}.When"/>.
    /// </summary>
    /// <returns>The script, to which outputs are added.</returns>
    /// <exception cref="InvalidOperationException">The emulator replays or records a cassette.</exception>
    public ScriptedChat OnChat()
    {
        RefuseWithCassette();
        return _state.Scripted.Add(ChatConversation.Name, new ScriptedChat());
    }

    /// <summary>Injects a fault into requests from now on.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>Removes the fault when disposed; disposal is optional.</returns>
    /// <exception cref="ArgumentException">A value of the fault is out of range; the message names it.</exception>
    public IDisposable AddFault(EmulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var active = _state.Faults.Add(fault);
        return new FaultHandle(_state.Faults, active.Id);
    }

    /// <summary>Removes all faults.</summary>
    public void ClearFaults() => _state.Faults.Clear();

    /// <summary>Copies the current state: functions, knowledge bases, files, traces, datasets, models, usage.</summary>
    /// <returns>The copy, in memory.</returns>
    public EmulatorSnapshot Snapshot() => new(_state.Store.Copy());

    /// <summary>Replaces the state by a copy, which can be reused. Scripts, faults and <see cref="Requests"/> are not changed.</summary>
    /// <param name="snapshot">A snapshot of this or another emulator.</param>
    public void Restore(EmulatorSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _state.Store.Restore(snapshot.Connection);
    }

    /// <summary>Clears everything: state, scripts, faults and recorded requests. A cassette is replayed from its start again.</summary>
    public void Reset() => _state.Reset();

    /// <summary>Stops the server and aborts open streams.</summary>
    /// <returns>A task that completes when the port is free again.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_state)
        {
            return new ValueTask(_stopping ??= Task.Run(StopAsync));
        }
    }

    // Clients cannot connect to the wildcard address.
    private static Uri Reachable(Uri listening) =>
        IPAddress.TryParse(listening.DnsSafeHost, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? new UriBuilder(listening) { Host = IPAddress.Loopback.ToString() }.Uri
            : listening;

    private static async Task<OpperEmulator> StartCoreAsync(OpperEmulatorOptions options, CancellationToken cancellationToken)
    {
        var cassette = options.Cassette is { } wanted ? await Cassettes.Cassette.OpenAsync(wanted, options.TimeProvider).ConfigureAwait(false) : null;
        var state = new EmulatorState(options) { Cassette = cassette };
        var app = EmulatorServer.Build(options, state);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            cassette?.ThrowIfRecordingItself(new Uri(app.Urls.First()));
        }
        catch (Exception error)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            if (cassette is not null)
            {
                await cassette.DisposeAsync().ConfigureAwait(false);
            }

            state.Dispose();
            if (error is SocketException)
            {
                throw new IOException($"The emulator cannot listen on {new IPEndPoint(options.Address, options.Port)}: {error.Message}", error);
            }

            throw;
        }

        return new OpperEmulator(app, state, options.ApiKey);
    }

    private async Task StopAsync()
    {
        // Ends requests that wait deliberately: stalls and live views.
        _app.Lifetime.StopApplication();
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(atOnce.Token).ConfigureAwait(false);
        if (_state.Cassette is { } cassette)
        {
            await cassette.DisposeAsync().ConfigureAwait(false);
        }

        await _app.DisposeAsync().ConfigureAwait(false);
        _state.Dispose();
    }

    // Such a script would never be used, and fail silently.
    private void RefuseWithCassette()
    {
        if (_state.Cassette is not null)
        {
            throw new InvalidOperationException("This emulator responds from its cassette or its upstream, so a script would never be used. Add it "
                + "to the emulator that is recorded.");
        }
    }

    private sealed class FaultHandle(FaultList faults, string id) : IDisposable
    {
        public void Dispose() => faults.Remove(id);
    }
}

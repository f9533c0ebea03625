using System.Net;
using System.Net.Sockets;
using Opper.Emulator.Cassettes;
using Opper.Emulator.Completions;
using Opper.Emulator.Faults;
using Opper.Emulator.Server;

namespace Opper.Emulator;

/// <summary>
/// A local, stateful Opper: an HTTP server that keeps what is created, in SQLite, and answers calls without a language model, by a
/// script, or through an upstream.
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

    /// <summary>The address under which this machine reaches the server, without <c>/v2</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>A key that the server accepts: the configured one, the random one that was made off loopback, or one that stands for any.</summary>
    public string ApiKey { get; }

    /// <summary>The latest requests to the API, oldest first, up to <see cref="OpperEmulatorOptions.MaxRequests"/>.</summary>
    public IReadOnlyList<EmulatorRequest> Requests => _state.Log.All();

    /// <summary>How many requests the cassette has answered, missed and recorded so far; null without a cassette.</summary>
    public CassetteReport? Cassette => _state.Cassette?.Report;

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">How to start it; the defaults take a free port on loopback, keep state in memory and accept any key.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running emulator; disposing of it stops the server.</returns>
    /// <exception cref="IOException">The port is taken or the address cannot be listened on, the data file cannot be used or is in use, or the cassette
    /// cannot be read or written.</exception>
    /// <exception cref="ArgumentException"><see cref="OpperEmulatorOptions.Upstream"/> is no http or https URL, <see cref="OpperEmulatorOptions.ApiKey"/>
    /// could not be sent, a limit makes no sense, or the server to record is this emulator.</exception>
    public static async Task<OpperEmulator> StartAsync(OpperEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new OpperEmulatorOptions()).Checked();
        // Away from the caller's synchronization context: Kestrel goes back to the one it finds, which may be the one that waits here.
        return await Task.Run(() => StartCoreAsync(options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts an emulator.</summary>
    /// <param name="configure">Sets how, such as <c>o =&gt; o.Replay("tests/support.jsonl")</c>.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running emulator; disposing of it stops the server.</returns>
    /// <exception cref="IOException">The port is taken, or the data file or the cassette cannot be used.</exception>
    /// <exception cref="ArgumentException"><see cref="OpperEmulatorOptions.Upstream"/> is no http or https URL.</exception>
    public static Task<OpperEmulator> StartAsync(Action<OpperEmulatorOptions> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new OpperEmulatorOptions();
        configure(options);
        return StartAsync(options, cancellationToken);
    }

    /// <summary>
    /// Lays down answers to calls of one function name. A later script is asked before an earlier one, so it replaces it unless it
    /// is limited by <see cref="Script{TSelf}.When"/>.
    /// </summary>
    /// <param name="name">The name as calls give it.</param>
    /// <returns>Where to say what the answers are.</returns>
    /// <exception cref="InvalidOperationException">The emulator answers from a cassette, or records one.</exception>
    public ScriptedCall OnCall(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RefuseWithCassette();
        return _state.Scripted.Add(name, new ScriptedCall());
    }

    /// <summary>
    /// Lays down answers to chats, <c>POST /v2/openai/chat/completions</c>. A later script is asked before an earlier one, so it replaces
    /// it unless it is limited by <see cref="Script{TSelf}.When"/>.
    /// </summary>
    /// <returns>Where to say what the answers are.</returns>
    /// <exception cref="InvalidOperationException">The emulator answers from a cassette, or records one.</exception>
    public ScriptedChat OnChat()
    {
        RefuseWithCassette();
        return _state.Scripted.Add(ChatConversation.Name, new ScriptedChat());
    }

    /// <summary>Makes requests fail from now on.</summary>
    /// <param name="fault">How, which ones and how often.</param>
    /// <returns>Ends the fault when disposed of; it may be left alone.</returns>
    /// <exception cref="ArgumentException">A value of the fault makes no sense; the message names it.</exception>
    public IDisposable AddFault(EmulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var active = _state.Faults.Add(fault);
        return new FaultHandle(_state.Faults, active.Id);
    }

    /// <summary>Ends all faults.</summary>
    public void ClearFaults() => _state.Faults.Clear();

    /// <summary>Copies the state as it is now: functions, knowledge, files, traces, datasets, models, usage.</summary>
    /// <returns>The copy, in memory.</returns>
    public EmulatorSnapshot Snapshot() => new(_state.Store.Copy());

    /// <summary>Puts a copy in the place of the state; it may be used again. Scripts, faults and <see cref="Requests"/> stay.</summary>
    /// <param name="snapshot">What <see cref="Snapshot"/> gave, of this or another emulator.</param>
    public void Restore(EmulatorSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _state.Store.Restore(snapshot.Connection);
    }

    /// <summary>Forgets everything: state, scripts, faults and recorded requests. A cassette is replayed from its beginning again.</summary>
    public void Reset() => _state.Reset();

    /// <summary>Stops the server; streams that are still open are cut.</summary>
    /// <returns>Done once the port is free again.</returns>
    public ValueTask DisposeAsync()
    {
        lock (_state)
        {
            return new ValueTask(_stopping ??= Task.Run(StopAsync));
        }
    }

    // "All addresses" is none that a client could ask for.
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
            cassette?.RefuseItself(new Uri(app.Urls.First()));
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
        // Ends what waits on purpose: stalls and live views.
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

    // A script that is never asked would be a riddle.
    private void RefuseWithCassette()
    {
        if (_state.Cassette is not null)
        {
            throw new InvalidOperationException("This emulator's answers come from its cassette or its upstream, so a script would never be asked. Lay it "
                + "down on the emulator that is recorded.");
        }
    }

    private sealed class FaultHandle(FaultList faults, string id) : IDisposable
    {
        public void Dispose() => faults.Remove(id);
    }
}

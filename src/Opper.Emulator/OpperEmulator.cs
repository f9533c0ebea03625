using Microsoft.AspNetCore.Builder;
using Opper.Emulator.Completions;
using Opper.Emulator.Http;
using Opper.Emulator.Storage;

namespace Opper.Emulator;

/// <summary>
/// A local, stateful Opper: an HTTP server on 127.0.0.1 that keeps what is created, in memory, and answers calls without a
/// language model.
/// </summary>
public sealed class OpperEmulator : IAsyncDisposable
{
    private const string AnyKey = "op-emulator";
    private readonly WebApplication _app;
    private readonly MemoryStore _store;
    private readonly ScriptedCompletions _scripted;

    private OpperEmulator(WebApplication app, MemoryStore store, ScriptedCompletions scripted, string? apiKey)
    {
        _app = app;
        _store = store;
        _scripted = scripted;
        BaseAddress = new Uri(app.Urls.First());
        ApiKey = apiKey ?? AnyKey;
    }

    /// <summary>The server's address, without <c>/v2</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>A key that the server accepts: the configured one, or a made-up one.</summary>
    public string ApiKey { get; }

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">How to start it; the defaults take a free port and accept any key.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The running emulator; disposing of it stops the server.</returns>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<OpperEmulator> StartAsync(OpperEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new OpperEmulatorOptions();
        var store = new MemoryStore();
        var scripted = new ScriptedCompletions();
        var app = EmulatorServer.Build(options, store, scripted);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new OpperEmulator(app, store, scripted, options.ApiKey);
    }

    /// <summary>Lays down the answer to calls of one function name.</summary>
    /// <param name="name">The name as calls give it.</param>
    /// <returns>Where to say what the answer is.</returns>
    public ScriptedCall OnCall(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _scripted.On(name);
    }

    /// <summary>Forgets everything: functions, knowledge, traces and scripted answers.</summary>
    public void Reset()
    {
        _store.Clear();
        _scripted.Clear();
    }

    /// <summary>Stops the server; streams that are still open are cut.</summary>
    /// <returns>Done once the port is free again.</returns>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(atOnce.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}

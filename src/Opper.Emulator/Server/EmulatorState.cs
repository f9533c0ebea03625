namespace Opper.Emulator.Server;

/// <summary>The state of an emulator, apart from its server.</summary>
internal sealed class EmulatorState(OpperEmulatorOptions options) : IDisposable
{
    /// <summary>The upstream that replaces the built-in completions, if configured.</summary>
    public UpstreamCompletions? Upstream { get; } = options.Upstream is { } address
        ? new(new UpstreamClient(address, options.UpstreamKey), options.UpstreamModel)
        : null;

    public Store Store { get; } = new(options.DataPath);

    public ScriptedCompletions Scripted { get; } = new();

    public FaultList Faults { get; } = new();

    /// <summary>The cassette that replaces the emulator's own API, if any.</summary>
    public Cassette? Cassette { get; init; }

    public RequestLog Log { get; } = new(options.MaxRequests);

    public void Reset()
    {
        Store.Clear();
        Scripted.Clear();
        Faults.Clear();
        Log.Clear();
        Cassette?.Rewind();
    }

    public void Dispose()
    {
        Upstream?.Dispose();
        Store.Dispose();
    }
}

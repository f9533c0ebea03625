using Opper.Emulator;

namespace Opper.Integration;

/// <summary>
/// The emulator of a test. When the suite is recorded, there are two: the one that the test prepares, and a recorder in front of it. When the suite is
/// replayed, the emulator replays the recording, and the preparations of the test have no effect.
/// </summary>
internal sealed class TestedEmulator : IAsyncDisposable
{
    private readonly OpperEmulator _front;
    private readonly OpperEmulator _origin;
    private readonly bool _isReplayed;
    private readonly string _key;

    private TestedEmulator(OpperEmulator front, OpperEmulator origin, bool isReplayed, string key)
    {
        _front = front;
        _origin = origin;
        _isReplayed = isReplayed;
        _key = key;
    }

    public Uri BaseAddress => _front.BaseAddress;

    public string ApiKey => _key;

    public IReadOnlyList<EmulatorRequest> Requests => _front.Requests;

    public static async Task<TestedEmulator> StartAsync(OpperEmulatorOptions options)
    {
        if (CassetteSuite.Mode is not { } mode)
        {
            var only = await OpperEmulator.StartAsync(options);
            return new TestedEmulator(only, only, isReplayed: false, only.ApiKey);
        }

        var cassette = CassetteSuite.NextCassette();
        var origin = await OpperEmulator.StartAsync(options);
        var isReplayed = mode == CassetteMode.Replay;
        if (isReplayed)
        {
            await origin.DisposeAsync();
        }

        var front = await OpperEmulator.StartAsync(front =>
        {
            front.MaxRequests = options.MaxRequests;
            foreach (var host in options.AllowedHosts)
            {
                front.AllowedHosts.Add(host);
            }

            if (isReplayed)
            {
                front.Replay(cassette);
            }
            else
            {
                front.Record(cassette, origin.BaseAddress);
            }
        });
        return new TestedEmulator(front, origin, isReplayed, origin.ApiKey);
    }

    public static implicit operator OpperEmulator(TestedEmulator emulator) => emulator._front;

    public OpperClient CreateClient(Action<OpperClientOptions>? configure = null) => _front.CreateClient(options =>
    {
        options.ApiKey = _key;
        configure?.Invoke(options);
    });

    public ScriptedCall OnCall(string name) => _origin.OnCall(name);

    public ScriptedChat OnChat() => _origin.OnChat();

    public IDisposable AddFault(EmulatorFault fault) => _front.AddFault(fault);

    public EmulatorSnapshot? Snapshot() => _isReplayed ? null : _origin.Snapshot();

    public void Restore(EmulatorSnapshot? snapshot)
    {
        if (!_isReplayed)
        {
            _origin.Restore(snapshot!);
        }
    }

    public void Reset() => _origin.Reset();

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        if (!ReferenceEquals(_front, _origin) && !_isReplayed)
        {
            await _origin.DisposeAsync();
        }

        if (_isReplayed)
        {
            Assert.That(_front.Cassette!.Misses, Is.Zero, "Requests that are not in the cassette.");
        }
    }
}

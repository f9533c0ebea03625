using Opper.Emulator.Completions;
using Opper.Emulator.Faults;
using Opper.Emulator.Inspection;
using Opper.Emulator.Storage;

namespace Opper.Emulator.Http;

/// <summary>What an emulator holds beside its server.</summary>
internal sealed class EmulatorState(OpperEmulatorOptions options) : IDisposable
{
    public SqliteStore Store { get; } = new(options.DataPath);

    public ScriptedCompletions Scripted { get; } = new();

    public FaultList Faults { get; } = new();

    public RequestLog Log { get; } = new(options.MaxRequests);

    public void Reset()
    {
        Store.Clear();
        Scripted.Clear();
        Faults.Clear();
        Log.Clear();
    }

    public void Dispose() => Store.Dispose();
}

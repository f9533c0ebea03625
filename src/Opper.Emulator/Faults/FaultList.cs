using System.Collections.Immutable;

namespace Opper.Emulator.Faults;

/// <summary>The active faults, which are checked in the order in which they were added.</summary>
internal sealed class FaultList
{
    private readonly Lock _gate = new();
    private ImmutableList<ActiveFault> _faults = [];
    private int _last;

    public IReadOnlyList<ActiveFault> All => _faults;

    public ActiveFault Add(EmulatorFault fault)
    {
        fault.Validate();
        var active = new ActiveFault(Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture), fault);
        ImmutableInterlocked.Update(ref _faults, faults => faults.Add(active));
        return active;
    }

    public bool Remove(string id) => ImmutableInterlocked.Update(ref _faults, faults => faults.RemoveAll(fault => fault.Id == id));

    public void Clear() => ImmutableInterlocked.Update(ref _faults, static faults => faults.Clear());

    public EmulatorFault? NextFor(string? operation)
    {
        lock (_gate)
        {
            return _faults.Find(f => f.TryHit(operation))?.Fault;
        }
    }
}

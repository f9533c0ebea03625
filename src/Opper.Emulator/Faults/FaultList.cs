namespace Opper.Emulator.Faults;

/// <summary>The active faults, which are checked in the order in which they were added.</summary>
internal sealed class FaultList
{
    private readonly Lock _gate = new();
    private readonly List<ActiveFault> _faults = [];
    private int _last;

    public IReadOnlyList<ActiveFault> All()
    {
        lock (_gate)
        {
            return [.. _faults];
        }
    }

    public ActiveFault Add(EmulatorFault fault)
    {
        fault.Validate();
        lock (_gate)
        {
            var active = new ActiveFault((++_last).ToString(CultureInfo.InvariantCulture), fault);
            _faults.Add(active);
            return active;
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _faults.RemoveAll(f => f.Id == id) > 0;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    public EmulatorFault? Strike(string? operation)
    {
        lock (_gate)
        {
            return _faults.Find(f => f.Strikes(operation))?.Fault;
        }
    }
}

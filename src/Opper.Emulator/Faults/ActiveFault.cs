namespace Opper.Emulator.Faults;

/// <summary>A fault and its number of hits.</summary>
internal sealed class ActiveFault(string id, EmulatorFault fault)
{
    private readonly Random _chance = new(fault.Seed);

    public string Id { get; } = id;

    public EmulatorFault Fault { get; } = fault;

    public int Hits { get; private set; }

    public bool IsSpent => Hits >= Fault.Times;

    /// <summary>Whether the fault applies to this request. Must be called once per request, and not concurrently.</summary>
    public bool Strikes(string? operation)
    {
        if (IsSpent || (Fault.Operation is not null && Fault.Operation != operation) || _chance.NextDouble() >= Fault.Probability)
        {
            return false;
        }

        Hits++;
        return true;
    }
}

namespace Opper.Drift.Comparing;

/// <summary>A use of a part of the contract by an operation, in one direction.</summary>
internal sealed record Use(string Operation, Direction Direction)
{
    public bool IsSent => Direction is Direction.Parameter or Direction.Request;
}

namespace Opper.Drift.Comparing;

/// <summary>One use of a part of the contract: by an operation, in a direction.</summary>
internal sealed record Use(string Operation, Direction Direction)
{
    public bool IsSent => Direction is Direction.Parameter or Direction.Request;
}

namespace Opper.Emulator.Storage;

/// <summary>A page of a table: some of its records, in an order. Where records are equal in that order, it is that of their first being put.</summary>
internal sealed record TableQuery(int Offset, int Limit)
{
    /// <summary>A column that has to be equal to <see cref="Value"/>.</summary>
    public string? Column { get; init; }

    public string? Value { get; init; }

    /// <summary>A column that has to contain <see cref="Part"/>.</summary>
    public string? PartColumn { get; init; }

    public string? Part { get; init; }

    public string? OrderBy { get; init; }

    public bool Descending { get; init; }
}
